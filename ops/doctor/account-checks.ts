import type { AppSecretChoice, Environment } from "../../environments/schema";
import { secretName, stackId } from "../../stacks/shared/naming";
import type { SecretState, SecretsPort } from "../aws/ports";
import type { Platform, Usage } from "../platform/platform";
import { bucketDifferences } from "../state-bucket/bucket-differences";
import { HARMFUL_RULE_REMEDY } from "../state-bucket/rules-of-others";
import { blocks, type Finding, good, warns } from "./finding";

/** A check of the account, which is asked beside the others. */
export interface AccountCheck {
  readonly check: string;
  run(): Promise<readonly Finding[]>;
}

/** The account: state bucket, quotas, trail, names. */
export function accountChecks(
  environment: Environment,
  platform: Platform,
  secrets: SecretsPort,
): readonly AccountCheck[] {
  const { name, target } = environment;
  return [
    ...(target.kind === "aws"
      ? [
          {
            check: "state bucket",
            run: async () => {
              const found = bucketDifferences(environment, target, await platform.bucket.read());
              if (found.length === 0)
                return [good("state bucket", `${target.stateBucket} is versioned, encrypted and private`)];
              return found.map(({ what, correct }) =>
                blocks("state bucket", what, correct ? `npm run ops -- bootstrap ${name}` : HARMFUL_RULE_REMEDY),
              );
            },
          },
        ]
      : []),
    { check: "CloudTrail", run: async () => [trail(await platform.region.hasTrail())] },
    ...quotaChecks(environment, platform),
    ...environment.appSecrets.map((secret) => ({
      check: `name ${secretName(environment, secret)}`,
      run: async () => [nameFinding(environment, secret, await secrets.describe(secretName(environment, secret)))],
    })),
  ];
}

function trail(isLogging: boolean): Finding {
  return isLogging
    ? good("CloudTrail", "a trail records the region")
    : blocks(
        "CloudTrail",
        "no trail records management events: nobody would be told of a failed rotation, and the rules that alert see no event",
        "create a trail for all regions (CloudTrail console, Create trail), then repeat",
      );
}

function nameFinding(environment: Environment, secret: AppSecretChoice, found: SecretState | undefined): Finding {
  const { name } = environment;
  const check = `name ${secretName(environment, secret)}`;
  if (found === undefined) return good(check, "is free");
  if (found.deletedAt === undefined) {
    return found.tags.get("stack") === stackId(environment, "app-secret")
      ? good(check, "is this environment's")
      : warns(
          check,
          "is a secret without this environment's tag: CreateSecret fails unless it was imported",
          "import it (docs/migration.md, Take over what exists), or choose another name",
        );
  }
  return blocks(
    check,
    "waits for its deletion: CreateSecret would fail",
    `npm run ops -- restore-name ${name} ${secret.name}`,
  );
}

function quotaChecks(environment: Environment, { limits }: Platform): readonly AccountCheck[] {
  const { network, bastion, concurrencyNeeded, rotationFunction, appSecrets } = environment;
  const nats =
    network.kind === "own" ? { nat: network.zones.length, "single-nat": 1, endpoints: 0 }[network.egress] : 0;
  const addresses = nats + (bastion.mode === "ssh" && bastion.elasticIp ? 1 : 0);
  const roles = appSecrets.flatMap(({ consumerRoles }) => consumerRoles);
  return [
    ...(rotationFunction.arn === undefined
      ? [
          {
            check: "Lambda concurrency",
            run: async () => {
              const quota = await limits.lambdaConcurrency();
              const { count, why } = concurrencyNeeded;
              return [
                quota >= count
                  ? good("Lambda concurrency", `${quota}; needed: ${count}`)
                  : blocks(
                      "Lambda concurrency",
                      `${quota}; needed: ${count} (${why})`,
                      'ask Service Quotas for more (L-B99A9384), or write rotationFunction.reservedConcurrency: { value: "unreserved", reason: "..." }',
                    ),
              ];
            },
          },
        ]
      : []),
    ...(network.kind === "own" ? [room("VPCs", 1, () => limits.vpcs(), "L-F678F1CE")] : []),
    ...(addresses > 0 ? [room("Elastic IPs", addresses, () => limits.elasticIps(), "L-0263D0A3")] : []),
    room("managed policies", appSecrets.length + new Set(roles).size + 1, () => limits.managedPolicies(), "L-E95E4862"),
    ...[...new Set(roles)].map((arn) => roomInRole(environment, limits, arn)),
  ];
}

/** A deployed environment has its part already, so that a full quota is a warning where one resource of it may exist. */
function room(check: string, needed: number, usage: () => Promise<Usage>, code: string): AccountCheck {
  return {
    check,
    run: async () => {
      const { used, quota } = await usage();
      const found = `${used} of ${quota} used; a first deployment needs ${needed} more`;
      if (used + needed <= quota) return [good(check, found)];
      return [
        warns(check, found, `ask Service Quotas for more (${code}), unless this environment is deployed already`),
      ];
    },
  };
}

/** `consumerRoles` get one policy each, in roles that other projects use, too. */
function roomInRole({ name }: Environment, limits: Platform["limits"], arn: string): AccountCheck {
  const role = arn.slice(arn.lastIndexOf("/") + 1);
  const check = `role ${role}`;
  return {
    check,
    run: async () => {
      const usage = await limits.policiesOfRole(role);
      if (usage === undefined) {
        return [
          blocks(check, `there is no role ${arn}`, `make it, or correct consumerRoles in environments/${name}.ts`),
        ];
      }
      const found = `${usage.used} of ${usage.quota} managed policies; a first deployment attaches one more`;
      return [
        usage.used < usage.quota
          ? good(check, found)
          : warns(
              check,
              found,
              "ask Service Quotas for more (L-0DA4ABF3), or detach one, unless this environment is deployed already",
            ),
      ];
    },
  };
}
