import { UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { pendingVersion, versionLabelled } from "../../ops/rotation/app-secrets";
import type { Deployed, OpsWorld } from "./ops-world";
import { asRoot, logIn } from "./rotation-world";

/** What happens to a deployed secret in tests of the operators' commands, and what must hold afterwards. */

export const accountOf = async ({ secret }: Deployed, label?: string): Promise<string> =>
  `'${(await secret.value(label)).username}'@'%'`;

export const versionOf = async ({ aws, secret }: Deployed, label: string): Promise<string> => {
  const state = await aws.secrets.describe(secret.name);
  return (state && versionLabelled(state, label)) ?? "";
};

export const pendingOf = async ({ aws, secret }: Deployed): Promise<string | undefined> => {
  const state = await aws.secrets.describe(secret.name);
  return state && pendingVersion(state);
};

export const moveCurrent = async (one: Deployed, to: string): Promise<void> => {
  await one.secret.client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: one.secret.arn,
      VersionStage: "AWSCURRENT",
      MoveToVersionId: to,
      RemoveFromVersionId: await versionOf(one, "AWSCURRENT"),
    }),
  );
};

/** The account in AWSCURRENT gets a password that nobody else knows, and keeps no second one. */
export const changedByHand = async (one: Deployed): Promise<void> => {
  const account = await accountOf(one);
  await asRoot(`ALTER USER ${account} IDENTIFIED BY 'by-Hand-1'`, `ALTER USER ${account} DISCARD OLD PASSWORD`);
};

/** A rotation whose steps are the test's, up to the given one. */
export const rotationUpTo = async (
  one: Deployed,
  ops: OpsWorld,
  last: "nothing" | "createSecret" | "setSecret",
): Promise<void> => {
  ops.hold();
  const token = await one.secret.begin();
  await ops.world.settled(one.secret.arn);
  ops.release();
  if (last === "nothing") return;
  await one.secret.step("createSecret", token);
  if (last === "setSecret") await one.secret.step("setSecret", token);
};

/** Whether an application logs in with what the label holds. */
export const logsIn = async (one: Deployed, label?: string): Promise<boolean> => {
  const value = await one.value(label).catch(() => undefined);
  return (
    value !== undefined &&
    logIn(value).then(
      () => true,
      () => false,
    )
  );
};
