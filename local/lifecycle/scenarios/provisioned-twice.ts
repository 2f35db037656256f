import { ListSecretVersionIdsCommand, type SecretVersionsListEntry } from "@aws-sdk/client-secrets-manager";
import type { PlannedFault } from "../../aws/gateway/gateway";
import { appSecret, canLogIn, loginsOf } from "../app-secrets";
import type { LifecycleContext } from "../context";
import { applied, choose, planned } from "../deployment";
import type { Recorder } from "../recorder";
import { appSecretsAnd, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import { rotate } from "./rotations";
import type { Scenario } from "./scenario";

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
export const provisionedTwice: Scenario = {
  name: "provisioned-twice",
  title: "Provision empty secrets twice",
  isInShort: false,
  async run(context, recorder) {
    const beside = answerLost(context, "beside", { besideEffect: true });
    const overlap = holdFirst(context, "beside");
    const later = answerLost(context, "later", { afterEffect: true });
    const apart = lateSecond(context, "later", later);
    const names = ["beside", "later"];
    await recorder.step("add two app secrets; the answers to their first provisioning are lost", async () => {
      const added = names.map((name) => furtherSecret(name));
      await choose(context, {
        overlay: { ...context.choices.overlay, appSecrets: appSecretsAnd(context.choices, added) },
      });
      const plan = await planned(recorder, context, STACK, [...names.flatMap(resourcesOfSecret), ...LIST_CHANGES], {
        refresh: false,
      });
      await applied(recorder, context, plan);
      for (const fault of [beside, later]) recorder.check("an answer was lost", fault.hits === 1, String(fault.hits));
      recorder.check("the provider sent one call again while the first was working", overlap());
      recorder.check(`it sent the other again, ${APART_MS / 1000} s late`, apart.hits === 1, String(apart.hits));
    });
    for (const name of names) await recorder.step(`look at ${name}`, () => lookAt(context, recorder, name));
  },
};

async function lookAt(context: LifecycleContext, recorder: Recorder, name: string): Promise<void> {
  const secret = appSecret(context, name);
  const provisioned = context.gateway
    .functionLogs()
    .filter((line) => line.includes('"event":"provisioned"') && line.includes(`"${secret.fullName}"`));
  recorder.check("the function provisioned it twice", provisioned.length === 2, String(provisioned.length));
  const versions = await versionsOf(context, secret.arn);
  recorder.check("it has the first value, the value of the first rotation, and no other", versions.length === 2);
  await hasNoPending(context, recorder, secret.arn);
  await logsIn(context, recorder, name);
  await rotate(context, recorder, secret);
  await hasNoPending(context, recorder, secret.arn);
  await logsIn(context, recorder, name);
}

async function logsIn(context: LifecycleContext, recorder: Recorder, name: string): Promise<void> {
  const [current] = await loginsOf(context, name);
  recorder.check("AWSCURRENT logs in", current !== undefined && (await canLogIn(context, current)));
}

async function hasNoPending(context: LifecycleContext, recorder: Recorder, arn: string): Promise<void> {
  const labels = (await versionsOf(context, arn)).map(({ VersionStages = [] }) => VersionStages.join("+"));
  const isStuck = labels.some((joined) => joined.includes("AWSPENDING") && !joined.includes("AWSCURRENT"));
  recorder.check("no version is left pending", !isStuck, labels.join(", "));
}

async function versionsOf({ operator }: LifecycleContext, arn: string): Promise<readonly SecretVersionsListEntry[]> {
  const listed = await operator.send(new ListSecretVersionIdsCommand({ SecretId: arn, IncludeDeprecated: true }));
  return listed.Versions ?? [];
}

/** Whether an Invoke carries the `provision` event of a secret. */
function isProvisionOf(name: string, input: Readonly<Record<string, unknown>> | undefined): boolean {
  return input?.action === "provision" && String(input.secretId).includes(`local/${name}-`);
}

/** Loses the answer to the first `provision` of a secret. */
function answerLost(
  { gateway }: LifecycleContext,
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
function holdFirst({ gateway: { faults }, clock }: LifecycleContext, name: string): () => boolean {
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
function lateSecond({ gateway }: LifecycleContext, name: string, first: PlannedFault): PlannedFault {
  return gateway.faults.add({
    service: "lambda",
    action: "Invoke",
    times: 1,
    delayMs: APART_MS,
    when: ({ input }) => first.hits === 1 && isProvisionOf(name, input),
  });
}
