import { awsCall } from "../aws/aws-errors";
import { clientOptions, type Target } from "../aws/target";
import type { LimitsPort, Usage } from "./platform";

/** Service Quotas' codes. https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
const ELASTIC_IPS = { ServiceCode: "ec2", QuotaCode: "L-0263D0A3" };
const LAMBDA_CONCURRENCY = { ServiceCode: "lambda", QuotaCode: "L-B99A9384" };
const VPCS = { ServiceCode: "vpc", QuotaCode: "L-F678F1CE" };

/** What AWS gives an account that never asked for more. */
const DEFAULTS = { lambdaConcurrency: 1000, elasticIps: 5, vpcs: 5, policiesPerRole: 10, managedPolicies: 1500 };

/** The quotas that an environment needs, and how much of them is used; each SDK client is loaded with its first call. */
export function accountLimits(target: Target): LimitsPort {
  const quota = (
    which: { readonly ServiceCode: string; readonly QuotaCode: string },
    byDefault: number,
  ): Promise<number> =>
    awsCall("servicequotas:GetServiceQuota", async () => {
      const sdk = await import("@aws-sdk/client-service-quotas");
      const client = new sdk.ServiceQuotasClient(clientOptions(target));
      try {
        const { Quota } = await client.send(new sdk.GetServiceQuotaCommand(which));
        return Quota?.Value ?? byDefault;
      } catch (error) {
        // Never asked for more: some quotas are then known as the default only.
        if (error instanceof Error && /NoSuchResource/.test(error.name)) return byDefault;
        throw error;
      } finally {
        client.destroy();
      }
    });
  return {
    // The same source as the check that every plan makes (stacks/network/lambda-quota.ts).
    lambdaConcurrency: () => quota(LAMBDA_CONCURRENCY, DEFAULTS.lambdaConcurrency),
    elasticIps: async () => ({
      used: await counted(target, "ec2:DescribeAddresses", async (sdk, client) => {
        return (await client.send(new sdk.DescribeAddressesCommand({}))).Addresses?.length ?? 0;
      }),
      quota: await quota(ELASTIC_IPS, DEFAULTS.elasticIps),
    }),
    vpcs: async () => ({
      used: await counted(target, "ec2:DescribeVpcs", async (sdk, client) => {
        return (await client.send(new sdk.DescribeVpcsCommand({}))).Vpcs?.length ?? 0;
      }),
      quota: await quota(VPCS, DEFAULTS.vpcs),
    }),
    managedPolicies: async (): Promise<Usage> => {
      const summary = await accountSummary(target);
      return { used: summary.Policies ?? 0, quota: summary.PoliciesQuota ?? DEFAULTS.managedPolicies };
    },
    policiesOfRole: async (roleName) => {
      const used = await attachedTo(target, roleName);
      if (used === undefined) return undefined;
      const { AttachedPoliciesPerRoleQuota: quota = DEFAULTS.policiesPerRole } = await accountSummary(target);
      return { used, quota };
    },
  };
}

type Ec2 = typeof import("@aws-sdk/client-ec2");

function counted(
  target: Target,
  operation: string,
  count: (sdk: Ec2, client: InstanceType<Ec2["EC2Client"]>) => Promise<number>,
): Promise<number> {
  return awsCall(operation, async () => {
    const sdk = await import("@aws-sdk/client-ec2");
    const client = new sdk.EC2Client(clientOptions(target));
    try {
      return await count(sdk, client);
    } finally {
      client.destroy();
    }
  });
}

function accountSummary(target: Target): Promise<Partial<Record<string, number>>> {
  return awsCall("iam:GetAccountSummary", async () => {
    const sdk = await import("@aws-sdk/client-iam");
    const client = new sdk.IAMClient(clientOptions(target));
    try {
      return (await client.send(new sdk.GetAccountSummaryCommand({}))).SummaryMap ?? {};
    } finally {
      client.destroy();
    }
  });
}

function attachedTo(target: Target, RoleName: string): Promise<number | undefined> {
  return awsCall("iam:ListAttachedRolePolicies", async () => {
    const sdk = await import("@aws-sdk/client-iam");
    const client = new sdk.IAMClient(clientOptions(target));
    try {
      const answer = await client.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }));
      return answer.AttachedPolicies?.length ?? 0;
    } catch (error) {
      if (error instanceof Error && /NoSuchEntity/.test(error.name)) return undefined;
      throw error;
    } finally {
      client.destroy();
    }
  });
}
