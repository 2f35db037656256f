import { awsCall } from "../aws/aws-errors";
import { clientOptions, type Target } from "../aws/target";
import type { RegionPort } from "./platform";

/** What a region has; each SDK client is loaded with its first call. */
export function regionOffers(target: Target): RegionPort {
  const options = clientOptions(target);
  const closing = async <Client extends { destroy(): void }, T>(
    client: Client,
    use: (client: Client) => Promise<T>,
  ): Promise<T> => {
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  };
  const ec2 = <T>(
    operation: string,
    use: (sdk: typeof import("@aws-sdk/client-ec2"), client: import("@aws-sdk/client-ec2").EC2Client) => Promise<T>,
  ) =>
    awsCall(`ec2:${operation}`, async () => {
      const sdk = await import("@aws-sdk/client-ec2");
      return closing(new sdk.EC2Client(options), (client) => use(sdk, client));
    });
  const rds = <T>(
    operation: string,
    use: (sdk: typeof import("@aws-sdk/client-rds"), client: import("@aws-sdk/client-rds").RDSClient) => Promise<T>,
  ) =>
    awsCall(`rds:${operation}`, async () => {
      const sdk = await import("@aws-sdk/client-rds");
      return closing(new sdk.RDSClient(options), (client) => use(sdk, client));
    });
  const tagStack = (tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = []) =>
    tags.find(({ Key }) => Key === "stack")?.Value;
  return {
    hasTrail: () =>
      awsCall("cloudtrail:DescribeTrails", async () => {
        const sdk = await import("@aws-sdk/client-cloudtrail");
        return closing(new sdk.CloudTrailClient(options), async (client) => {
          // Trails of other regions and of the organization that record this one are among them.
          const { trailList = [] } = await client.send(new sdk.DescribeTrailsCommand({ includeShadowTrails: true }));
          for (const { TrailARN } of trailList) {
            const status = await client.send(new sdk.GetTrailStatusCommand({ Name: TrailARN }));
            if (status.IsLogging) return true;
          }
          return false;
        });
      }),
    hasParameter: (Name) =>
      awsCall("ssm:GetParameter", async () => {
        const sdk = await import("@aws-sdk/client-ssm");
        return closing(new sdk.SSMClient(options), (client) =>
          found(client.send(new sdk.GetParameterCommand({ Name })), /ParameterNotFound/),
        );
      }),
    hasImage: (imageId) =>
      ec2("DescribeImages", (sdk, client) =>
        found(client.send(new sdk.DescribeImagesCommand({ ImageIds: [imageId] })), /InvalidAMIID/),
      ),
    engineVersions: (Engine, EngineVersion) =>
      rds("DescribeDBEngineVersions", async (sdk, client) => {
        const { DBEngineVersions = [] } = await client.send(
          new sdk.DescribeDBEngineVersionsCommand({ Engine, EngineVersion }),
        );
        return DBEngineVersions.map((version) => version.EngineVersion ?? "");
      }),
    offersClass: (Engine, EngineVersion, DBInstanceClass) =>
      rds("DescribeOrderableDBInstanceOptions", async (sdk, client) => {
        const wanted = { Engine, EngineVersion, DBInstanceClass, Vpc: true };
        const { OrderableDBInstanceOptions = [] } = await client.send(
          new sdk.DescribeOrderableDBInstanceOptionsCommand(wanted),
        );
        return OrderableDBInstanceOptions.length > 0;
      }),
    privateDnsEndpoints: (vpcId) =>
      ec2("DescribeVpcEndpoints", async (sdk, client) => {
        const { VpcEndpoints = [] } = await client.send(
          new sdk.DescribeVpcEndpointsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
        );
        return VpcEndpoints.filter(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true).map(
          ({ ServiceName = "", Tags }) => ({
            service: ServiceName,
            stack: tagStack(Tags),
          }),
        );
      }),
    keyPair: (name) =>
      ec2("DescribeKeyPairs", async (sdk, client) => {
        const wanted = { Filters: [{ Name: "key-name", Values: [name] }] };
        const [pair] = (await client.send(new sdk.DescribeKeyPairsCommand(wanted))).KeyPairs ?? [];
        return pair === undefined ? undefined : { stack: tagStack(pair.Tags) };
      }),
  };
}

/** True for an answer, false where the service says that the thing is not there. */
async function found(answer: Promise<unknown>, missing: RegExp): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (error instanceof Error && missing.test(error.name)) return false;
    throw error;
  }
}
