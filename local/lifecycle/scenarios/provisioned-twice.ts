import { ListSecretVersionIdsCommand, type SecretVersionsListEntry } from "@aws-sdk/client-secrets-manager";
import type { PlannedFault } from "../../aws/gateway/gateway";
import { appSecret, canLogIn, loginsOf } from "../app-secrets";
import type { World } from "../context";
import { applied, choose, planned } from "../deployment";
import type { Stage } from "../recorder";
import { appSecretsAnd, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import { rotate } from "./rotations";
import type { Scene } from "./scenario";

const STACK = "local-app-secret";
const FUNCTION = "local-rotation";
/** The first provisioning works at least this long: the provider sends the call again within a second or two. */
const HOLD_MS = 4_000;
/** How much later the second call of the other secret arrives. */
const APART_MS = 3_000;

/**
 * The provider's SDK sends Invoke again when the answer is lost (hashicorp/terraform-provider-aws#45773). An empty secret then gets the same
 * `provision` event twice: beside the first call, and seconds after it. There is one first value, and it logs in.
 */
export const provisionedTwice: Scene = {
  name: "provisioned-twice",
  title: "Provision empty secrets twice",
  isInShort: false,
  async play(world, stage) {
    const beside = answerLost(world, "beside", { besideEffect: true });
    const overlap = holdFirst(world, "beside");
    const later = answerLost(world, "later", { afterEffect: true });
    const apart = lateSecond(world, "later", later);
    const names = ["beside", "later"];
    await stage.act("add two app secrets; the answers to their first provisioning are lost", async () => {
      const added = names.map((name) => furtherSecret(name));
      await choose(world, { overlay: { ...world.choices.overlay, appSecrets: appSecretsAnd(world.choices, added) } });
      const plan = await planned(stage, world, STACK, [...names.flatMap(resourcesOfSecret), ...LIST_CHANGES], {
        refresh: false,
      });
      await applied(stage, world, plan);
      for (const fault of [beside, later]) stage.check("an answer was lost", fault.hits === 1, String(fault.hits));
      stage.check("the provider sent one call again while the first was working", overlap());
      stage.check(`it sent the other again, ${APART_MS / 1000} s late`, apart.hits === 1, String(apart.hits));
    });
    for (const name of names) await stage.act(`look at ${name}`, () => lookAt(world, stage, name));
  },
};

async function lookAt(world: World, stage: Stage, name: string): Promise<void> {
  const secret = appSecret(world, name);
  const provisioned = world.gateway
    .functionLogs()
    .filter((line) => line.includes('"event":"provisioned"') && line.includes(`"${secret.fullName}"`));
  stage.check("the function provisioned it twice", provisioned.length === 2, String(provisioned.length));
  const versions = await versionsOf(world, secret.arn);
  stage.check("it has the first value, the value of the first rotation, and no other", versions.length === 2);
  await hasNoPending(world, stage, secret.arn);
  await logsIn(world, stage, name);
  await rotate(world, stage, secret);
  await hasNoPending(world, stage, secret.arn);
  await logsIn(world, stage, name);
}

async function logsIn(world: World, stage: Stage, name: string): Promise<void> {
  const [current] = await loginsOf(world, name);
  stage.check("AWSCURRENT logs in", current !== undefined && (await canLogIn(world, current)));
}

async function hasNoPending(world: World, stage: Stage, arn: string): Promise<void> {
  const labels = (await versionsOf(world, arn)).map(({ VersionStages = [] }) => VersionStages.join("+"));
  const isStuck = labels.some((joined) => joined.includes("AWSPENDING") && !joined.includes("AWSCURRENT"));
  stage.check("no version is left pending", !isStuck, labels.join(", "));
}

async function versionsOf({ operator }: World, arn: string): Promise<readonly SecretVersionsListEntry[]> {
  const listed = await operator.send(new ListSecretVersionIdsCommand({ SecretId: arn, IncludeDeprecated: true }));
  return listed.Versions ?? [];
}

/** Whether an Invoke carries the `provision` event of a secret. */
function isProvisionOf(name: string, input: Readonly<Record<string, unknown>> | undefined): boolean {
  return input?.action === "provision" && String(input.secretId).includes(`local/${name}-`);
}

/** Loses the answer to the first `provision` of a secret. */
function answerLost(
  { gateway }: World,
  name: string,
  moment: { readonly besideEffect: true } | { readonly afterEffect: true },
): PlannedFault {
  return gateway.faults.add({
    service: "lambda",
    action: "Invoke",
    errorCode: "ServiceException",
    status: 503,
    times: 1,
    when: ({ input }) => isProvisionOf(name, input),
    ...moment,
  });
}

/** Keeps the first provisioning working, in the middle of it. Returns whether another one arrived meanwhile. */
function holdFirst({ gateway: { faults }, clock }: World, name: string): () => boolean {
  let heldAtMs: number | undefined;
  let secondAtMs: number | undefined;
  faults.add({
    service: "secretsmanager",
    action: "PutSecretValue",
    times: 1,
    delayMs: HOLD_MS,
    when({ accessKeyId, resource }) {
      if (accessKeyId !== FUNCTION || resource?.includes(`local/${name}`) !== true) return false;
      heldAtMs = clock.nowMs();
      return true;
    },
  });
  let calls = 0;
  faults.add({
    service: "lambda",
    action: "Invoke",
    times: 1,
    delayMs: 0,
    when({ input }) {
      if (!isProvisionOf(name, input)) return false;
      calls += 1;
      secondAtMs = clock.nowMs();
      return true;
    },
  });
  return () => calls === 1 && heldAtMs !== undefined && secondAtMs !== undefined && secondAtMs - heldAtMs < HOLD_MS;
}

/** Delays the call that the provider sends when it has lost the answer to the first. */
function lateSecond({ gateway }: World, name: string, first: PlannedFault): PlannedFault {
  return gateway.faults.add({
    service: "lambda",
    action: "Invoke",
    times: 1,
    delayMs: APART_MS,
    when: ({ input }) => first.hits === 1 && isProvisionOf(name, input),
  });
}
