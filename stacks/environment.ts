import type { App } from "cdktf";
import type { Environment } from "../environments/schema";
import { AppSecretStack } from "./app-secret/app-secret";
import type { FunctionPackage } from "./app-secret/rotation-function";
import { BastionStack } from "./bastion/bastion";
import { DatabaseStack } from "./database/database";
import { guard } from "./guard-rails";
import { NetworkStack } from "./network/network";

/** The stacks of one environment. */
export interface EnvironmentStacks {
  readonly network: NetworkStack;
  readonly database: DatabaseStack;
  readonly bastion: BastionStack;
  readonly appSecret: AppSecretStack;
}

/**
 * Creates the four stacks of an environment. They pass ids and ARNs to each other, never whole resources: a resource would
 * put all its attributes into the state of the other stack. Explicit dependencies cover what no attribute shows:
 * the function cannot work before the endpoints and the database exist.
 *
 * Synthesizing the app throws GuardRailError when a stack breaks a rule of `guard-rails/`; nothing is written then.
 */
export function environmentStacks(
  app: App,
  environment: Environment,
  functionPackage: FunctionPackage,
): EnvironmentStacks {
  const network = new NetworkStack(app, environment);
  const { location, securityGroupIds } = network;

  const database = new DatabaseStack(app, environment, {
    privateSubnetIds: location.databaseIds,
    securityGroupId: securityGroupIds.database,
  });
  database.addDependency(network);

  const bastion = new BastionStack(app, environment, {
    vpcId: location.vpcId,
    publicSubnetId: location.publicIds[0],
    privateSubnetId: firstOf(location.privateIds),
    securityGroupId: securityGroupIds.bastion,
    database: { host: database.host, port: database.port },
  });
  bastion.addDependency(network);
  bastion.addDependency(database);

  const appSecret = new AppSecretStack(app, environment, {
    functionPackage,
    network: {
      privateSubnetIds: location.privateIds,
      functionGroupId: securityGroupIds.function,
      defaultGroupId: location.defaultGroupId,
    },
    database: {
      host: database.host,
      port: database.port,
      adminSecretArn: database.adminSecretArn,
      keyArn: database.keyArn,
    },
  });
  appSecret.addDependency(network);
  appSecret.addDependency(database);
  guard(app, environment, [network, database, bastion, appSecret]);
  return { network, database, bastion, appSecret };
}

function firstOf(ids: readonly string[]): string {
  const [first] = ids;
  if (first === undefined) throw new Error("the network has no private subnet; an environment has at least two zones");
  return first;
}
