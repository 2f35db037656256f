import type { Environment } from "../../environments/schema";
import { resourceName, stackId } from "../../stacks/shared/naming";
import { newestImageParameter } from "../../stacks/shared/newest-image";
import type { Platform } from "../platform/platform";
import type { AccountCheck } from "./account-checks";
import { blocks, type Finding, good } from "./finding";

/** What the region must have: image, engine, class; and what must not be in the way. */
export function regionChecks(environment: Environment, { region }: Platform): readonly AccountCheck[] {
  const { bastion, database, network } = environment;
  return [
    {
      check: "database engine",
      run: async () => {
        const versions = await region.engineVersions(database.engine, database.engineVersion);
        if (versions.length === 0) return [noEngine(environment)];
        const newest = versions.at(-1) ?? database.engineVersion;
        const isOffered = await region.offersClass(database.engine, newest, database.instanceClass);
        return [
          good("database engine", `${database.engine} ${newest}`),
          isOffered
            ? good("instance class", database.instanceClass)
            : blocks(
                "instance class",
                `RDS does not offer ${database.instanceClass} for ${database.engine} ${newest} in ${environment.region}`,
                `write another database.instanceClass in environments/${environment.name}.ts`,
              ),
        ];
      },
    },
    ...(bastion.mode === "none"
      ? []
      : [{ check: "bastion image", run: async () => [await image(environment, region)] }]),
    ...(bastion.mode === "ssh"
      ? [
          {
            check: "key pair",
            run: async () => [keyPair(environment, await region.keyPair(resourceName(environment, "bastion")))],
          },
        ]
      : []),
    ...(network.kind === "existing" && network.egress === "endpoints"
      ? [
          {
            check: "endpoints of the VPC",
            run: async () => privateDns(environment, await region.privateDnsEndpoints(network.vpc.id)),
          },
        ]
      : []),
  ];
}

function noEngine({ name, region, database }: Environment): Finding {
  return blocks(
    "database engine",
    `RDS has no ${database.engine} ${database.engineVersion} in ${region}`,
    `write a version that it has as database.engineVersion in environments/${name}.ts`,
  );
}

async function image({ name, bastion }: Environment, region: Platform["region"]): Promise<Finding> {
  if (bastion.mode === "none") return good("bastion image", "there is no bastion");
  if (bastion.imageId !== undefined) {
    return (await region.hasImage(bastion.imageId))
      ? good("bastion image", bastion.imageId)
      : blocks(
          "bastion image",
          `there is no ${bastion.imageId} here`,
          `correct bastion.imageId in environments/${name}.ts, or leave it out`,
        );
  }
  const parameter = newestImageParameter(bastion.instanceType);
  return (await region.hasParameter(parameter))
    ? good("bastion image", "Amazon Linux 2023, the newest")
    : blocks(
        "bastion image",
        `the region has no parameter ${parameter}`,
        `write bastion.imageId in environments/${name}.ts`,
      );
}

function keyPair(environment: Environment, found: { readonly stack: string | undefined } | undefined): Finding {
  const name = resourceName(environment, "bastion");
  if (found === undefined || found.stack === stackId(environment, "bastion"))
    return good("key pair", `${name} is free, or is this environment's`);
  return blocks(
    "key pair",
    `there is a key pair ${name} that this environment did not make`,
    `delete it if nothing uses it (aws ec2 delete-key-pair --key-name ${name}), or deploy under another environment name`,
  );
}

/** Two endpoints of one service with private DNS do not fit into a VPC. */
function privateDns(
  environment: Environment,
  found: readonly { readonly service: string; readonly stack: string | undefined }[],
): readonly Finding[] {
  const wanted = [
    "secretsmanager",
    "rds",
    ...(environment.bastion.mode === "ssm" ? ["ssm", "ssmmessages", "ec2messages"] : []),
  ];
  const own = stackId(environment, "network");
  const taken = found.filter(
    ({ service, stack }) => stack !== own && wanted.some((name) => service.endsWith(`.${environment.region}.${name}`)),
  );
  if (taken.length === 0) return [good("endpoints of the VPC", "none is in the way")];
  return taken.map(({ service }) =>
    blocks(
      "endpoints of the VPC",
      `the VPC has an endpoint for ${service} with private DNS already`,
      `write network.egress: "existing" in environments/${environment.name}.ts, and let that endpoint's security group and policy admit the function`,
    ),
  );
}
