import { setTimeout as wait } from "node:timers/promises";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { appSecret, appSecrets, privilegesOf } from "../app-secrets";
import type { World } from "../context";
import { applied, choose, planned } from "../deployment";
import type { Stage } from "../recorder";
import { type Change, expectedOfAll, tryEach } from "./change";
import { appSecretsWith, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import { rotate } from "./rotations";
import type { Scene } from "./scenario";

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
    expected: { [STACK]: ["-/+ aws_lambda_invocation.provision_reporting"] },
  },
  {
    words: "a privilege less",
    overlay: { appSecrets: appSecretsWith(MAY_LESS) },
    expected: { [STACK]: ["-/+ aws_lambda_invocation.provision_shop"] },
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
      [STACK]: [
        "~ aws_secretsmanager_secret.secret_reporting",
        "~ aws_secretsmanager_secret.secret_search",
        // Only two users can differ in their rights.
        "- aws_cloudwatch_metric_alarm.grant_drift_alarm_reporting",
        "+ aws_cloudwatch_metric_alarm.grant_drift_alarm_search",
        "~ aws_cloudwatch_dashboard.dashboard",
      ],
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
export const changesOfSecrets: Scene = {
  name: "changes-of-secrets",
  title: "Change secrets and function",
  isInShort: false,
  async play(world, stage) {
    const before = world.choices;
    await tryEach(world, stage, CHANGES);
    await stage.act("apply them, with RotateSecret throttled twice", () => applyAll(world, stage));
    await stage.act("look at what they did", () => lookAt(world, stage));
    await stage.act("take them back", async () => {
      await choose(world, before);
      const back = await planned(stage, world, STACK, BACK);
      await applied(stage, world, back);
      const { choice, arn } = appSecret(world, "shop");
      stage.check("the privilege is back", (await privilegesOf(world, choice.username)).includes("DELETE"), arn);
      await wait(2_500, undefined, { signal: world.signal });
      for (const secret of appSecrets(world)) await rotate(world, stage, secret);
    });
  },
};

async function applyAll(world: World, stage: Stage): Promise<void> {
  await choose(world, { overlay: { ...world.choices.overlay, ...OVERLAY }, packagedRegions: ["eu-west-1"] });
  const plan = await planned(stage, world, STACK, EXPECTED, { refresh: false });
  const before = world.clients.record().rotations.length;
  const throttled = world.gateway.faults.add({
    service: "secretsmanager",
    action: "RotateSecret",
    errorCode: "ThrottlingException",
    times: 2,
  });
  await applied(stage, world, plan);
  stage.check("RotateSecret was throttled twice, and asked again", throttled.hits === 2, String(throttled.hits));
  const rotated = world.clients.record().rotations.slice(before);
  const names = rotated.map(({ secret }) => secret).sort();
  stage.check(
    "what rotated is the new secret and the one whose schedule was changed, and no other",
    names.join() === "local/jobs,local/orders",
    names.join(),
  );
}

async function lookAt(world: World, stage: Stage): Promise<void> {
  const can = async (name: string) => privilegesOf(world, (await loginOf(world, name)).username);
  stage.check("reporting may INSERT now", (await can("reporting")).includes("INSERT"));
  stage.check("shop may DELETE no more", !(await can("shop")).includes("DELETE"));
  await wait(2_500, undefined, { signal: world.signal });
  const userOf = async (name: string) => (await loginOf(world, name)).username;
  const before = { reporting: await userOf("reporting"), search: await userOf("search") };
  for (const name of ["reporting", "search"]) await rotate(world, stage, appSecret(world, name));
  stage.check("reporting keeps its one user", (await userOf("reporting")) === before.reporting);
  stage.check("search has a second user", (await userOf("search")) !== before.search, before.search);
  const { password } = await loginOf(world, "search");
  stage.check("a new password is as long as the new policy asks", password.length === PASSWORD_LENGTH);
}

async function loginOf(world: World, name: string): Promise<{ readonly username: string; readonly password: string }> {
  const { arn } = appSecret(world, name);
  const { SecretString } = await world.operator.send(new GetSecretValueCommand({ SecretId: arn }));
  return JSON.parse(SecretString ?? "{}") as { username: string; password: string };
}
