import { setTimeout as wait } from "node:timers/promises";
import { appSecret, appSecrets, loginsOf, privilegesOf } from "../app-secrets";
import type { LifecycleContext } from "../context";
import { applied, choose, planned } from "../deployment";
import type { Recorder } from "../recorder";
import { type Change, expectedOfAll, tryEach } from "./change";
import { AUDIT_CHANGE, appSecretsWith, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import { rotate } from "./rotations";
import type { Scenario } from "./scenario";

const STACK = "local-app-secret";
const PASSWORD_LENGTH = 40;
const FUNCTION = "~ aws_lambda_function.function";

const READS_MORE = { reporting: { privileges: ["SELECT", "INSERT"] } } as const;
const MAY_LESS = { shop: { privileges: ["SELECT", "INSERT", "UPDATE"] } } as const;
const SELDOMER = { jobs: { schedule: { everyDays: 3 }, windowHours: 3 } } as const;
const ALONE = { strategy: "single-user" } as const;
const IN_TURN = { strategy: "alternating-users" } as const;

const CHANGES: readonly Change[] = [
  {
    words: "a privilege more",
    overlay: { appSecrets: appSecretsWith(READS_MORE) },
    expected: { [STACK]: ["-/+ aws_lambda_invocation.provision_reporting", AUDIT_CHANGE] },
  },
  {
    words: "a privilege less",
    overlay: { appSecrets: appSecretsWith(MAY_LESS) },
    expected: { [STACK]: ["-/+ aws_lambda_invocation.provision_shop", AUDIT_CHANGE] },
  },
  {
    words: "a further app secret",
    overlay: { appSecrets: appSecretsWith({}, [furtherSecret("orders")]) },
    expected: { [STACK]: [...resourcesOfSecret("orders"), ...LIST_CHANGES] },
  },
  {
    words: "another schedule and window",
    overlay: { appSecrets: appSecretsWith(SELDOMER) },
    expected: {
      [STACK]: [
        "~ aws_secretsmanager_secret.secret_jobs",
        "~ aws_secretsmanager_secret_rotation.rotation_jobs",
        "-/+ aws_lambda_invocation.rotation_baseline_jobs",
        "-/+ aws_lambda_invocation.await_rotation_jobs",
      ],
    },
  },
  {
    words: "the strategy, from two users to one and from one to two",
    overlay: { appSecrets: appSecretsWith({ reporting: ALONE, search: IN_TURN }) },
    expected: {
      [STACK]: ["~ aws_secretsmanager_secret.secret_reporting", "~ aws_secretsmanager_secret.secret_search"],
    },
  },
  {
    words: "another password policy",
    overlay: { rotationFunction: { passwordPolicy: { length: PASSWORD_LENGTH } } },
    // Settings of the function are proved as its code is.
    expected: { [STACK]: [FUNCTION, "-/+ aws_lambda_invocation.await_rotation_*"] },
  },
  {
    words: "more memory for the function",
    overlay: { rotationFunction: { memoryMb: 512 } },
    expected: { [STACK]: [FUNCTION] },
  },
  {
    words: "other code of the function",
    packagedRegions: ["eu-west-1"],
    expected: { [STACK]: [FUNCTION, "-/+ aws_lambda_invocation.await_rotation_*"] },
  },
];

/** All of them at once. */
const OVERLAY = {
  appSecrets: appSecretsWith(
    { ...MAY_LESS, ...SELDOMER, reporting: { ...READS_MORE.reporting, ...ALONE }, search: IN_TURN },
    [furtherSecret("orders")],
  ),
  rotationFunction: { memoryMb: 512, passwordPolicy: { length: PASSWORD_LENGTH } },
};
/** Several changes of one resource are one line, with the attributes of all of them. */
const EXPECTED = expectedOfAll(CHANGES, STACK);
/** Taking back a secret deletes what belongs to it, and the other way round. */
const BACK = EXPECTED.map((line) => (line.startsWith("+ ") ? `- ${line.slice(2)}` : line.replace(/^- /, "+ ")));

/** Everything that may be changed about app secrets and their function: each planned alone, all applied together, and taken back. */
export const changesOfSecrets: Scenario = {
  name: "changes-of-secrets",
  title: "Change secrets and function",
  isInShort: false,
  async run(context, recorder) {
    const before = context.choices;
    await tryEach(context, recorder, CHANGES);
    await recorder.step("apply them, with RotateSecret throttled twice", () => applyAll(context, recorder));
    await recorder.step("look at what they did", () => lookAt(context, recorder));
    await recorder.step("take them back", async () => {
      await choose(context, before);
      const back = await planned(recorder, context, STACK, BACK);
      await applied(recorder, context, back);
      const { choice, arn } = appSecret(context, "shop");
      recorder.check("the privilege is back", (await privilegesOf(context, choice.username)).includes("DELETE"), arn);
      await wait(2_500, undefined, { signal: context.signal });
      for (const secret of appSecrets(context)) await rotate(context, recorder, secret);
    });
  },
};

async function applyAll(context: LifecycleContext, recorder: Recorder): Promise<void> {
  await choose(context, { overlay: { ...context.choices.overlay, ...OVERLAY }, packagedRegions: ["eu-west-1"] });
  const plan = await planned(recorder, context, STACK, EXPECTED, { refresh: false });
  const before = context.clients.record().rotations.length;
  const throttled = context.gateway.faults.add({
    service: "secretsmanager",
    action: "RotateSecret",
    errorCode: "ThrottlingException",
    times: 2,
  });
  await applied(recorder, context, plan);
  recorder.check("RotateSecret was throttled twice, and asked again", throttled.hits === 2, String(throttled.hits));
  const rotated = context.clients.record().rotations.slice(before);
  const names = rotated.map(({ secret }) => secret).sort();
  recorder.check(
    "what rotated is the new secret and the one whose schedule was changed, and no other",
    names.join() === "local/jobs,local/orders",
    names.join(),
  );
}

async function lookAt(context: LifecycleContext, recorder: Recorder): Promise<void> {
  const userOf = async (name: string) => (await loginsOf(context, name))[0].username;
  const can = async (name: string) => privilegesOf(context, await userOf(name));
  recorder.check("reporting may INSERT now", (await can("reporting")).includes("INSERT"));
  recorder.check("shop may no longer DELETE", !(await can("shop")).includes("DELETE"));
  await wait(2_500, undefined, { signal: context.signal });
  const before = { reporting: await userOf("reporting"), search: await userOf("search") };
  for (const name of ["reporting", "search"]) await rotate(context, recorder, appSecret(context, name));
  recorder.check("reporting keeps its one user", (await userOf("reporting")) === before.reporting);
  recorder.check("search has a second user", (await userOf("search")) !== before.search, before.search);
  const [{ password }] = await loginsOf(context, "search");
  recorder.check("a new password is as long as the new policy asks", password.length === PASSWORD_LENGTH);
}
