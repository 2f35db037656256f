import { readFileSync } from "node:fs";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { appSecrets, privilegesOf } from "../app-secrets";
import { database, type World } from "../context";
import { applied, appliedInVain, choose, nothingToDo, planned } from "../deployment";
import { codeSha256, updateFunctionCode } from "../manual-lambda-changes";
import type { Stage } from "../recorder";
import { appSecretsWith } from "./overlays";
import type { Scene } from "./scenario";

const STACK = "local-app-secret";
const FUNCTION = "local-rotation";

const CHANGED = {
  reporting: { privileges: ["SELECT", "INSERT"] },
  shop: { privileges: ["SELECT", "INSERT", "UPDATE"] },
  jobs: { schedule: { everyDays: 3 }, windowHours: 3 },
};
const ALL_CHANGES = [
  "~ aws_lambda_function.function",
  "~ aws_lambda_invocation.app_users_*",
  "-/+ aws_lambda_invocation.provision_*",
  "~ aws_secretsmanager_secret.secret_jobs",
  "~ aws_secretsmanager_secret_rotation.rotation_jobs",
  "-/+ aws_lambda_invocation.rotation_baseline_jobs",
  "-/+ aws_lambda_invocation.await_rotation_*",
];
/** What fails in the first attempt: nothing that needs the function is tried after it. */
const CODE_REFUSED = [
  { what: "that Lambda refused the code", pattern: /UpdateFunctionCode[\s\S]*AccessDenied/ },
  { what: "which function it is", pattern: /local-rotation/ },
];
const OLD_CODE = [{ what: "that the old code runs", pattern: /code_not_deployed[\s\S]*update-function-code/ }];
/** What each failing call is to do; the calls that wait for one of them fail with it. */
const FAILING = {
  provision_reporting: "a privilege more, at the new address",
  provision_shop: "a privilege less, at the new address",
  await_rotation_jobs: "another schedule",
  await_rotation_search: "other code",
};
/**
 * What the plan after the first attempt has: the code is recorded as uploaded (hashicorp/terraform-provider-aws#42695), and calls that were
 * to be replaced are in no state any more.
 */
const WITHOUT_CODE = ALL_CHANGES.filter((line) => !/function\.function|secret\.secret_jobs/.test(line)).map((line) =>
  line.replace(/^-\/\+ /, "+ "),
);
const REPEATED = [
  "+ aws_lambda_invocation.provision_reporting",
  "+ aws_lambda_invocation.provision_shop",
  "* aws_lambda_invocation.await_rotation_*",
];

/**
 * Changes of an environment that fail: a privilege more, a privilege less, a database that moved, another schedule, other code. They stay
 * red until they have worked, and the same deployment repeats them. The environment keeps them afterwards.
 */
export const failedChanges: Scene = {
  name: "failed-changes",
  title: "Fail changes, repeat them, cure them",
  isInShort: false,
  async play(world, stage) {
    const codeBefore = await codeSha256(world);
    const mayRead = denyReading(world);
    await stage.act(
      "move the database, change privileges, a schedule and the code; Lambda refuses the code",
      async () => {
        await moveDatabase(world, "127.0.0.1");
        await choose(world, {
          overlay: { ...world.choices.overlay, appSecrets: appSecretsWith(CHANGED) },
          packagedRegions: ["eu-west-1"],
        });
        await refuseCodeOnce(world, stage);
      },
    );
    await stage.act("apply again; the old code runs, and may not read values", async () => {
      stage.check("the function has the old code", (await codeSha256(world)) === codeBefore);
      await failsWithEach(stage, world, WITHOUT_CODE, OLD_CODE);
    });
    await stage.act("upload the code as the error says, and apply again; values cannot be read", async () => {
      await updateFunctionCode(world, readFileSync(world.workspace.zipFile));
      stage.check("the function has the other code", (await codeSha256(world)) !== codeBefore);
      await failsWithEach(stage, world, REPEATED, []);
    });
    mayRead();
    await stage.act("let it read values, and apply again", async () => {
      await applied(stage, world, await planned(stage, world, STACK, REPEATED));
      await lookAt(world, stage);
      await nothingToDo(stage, world, [STACK]);
    });
  },
};

/** The plans of this scenario compare states and configuration: nobody changed anything by hand. */
const WITHOUT_REFRESH = { refresh: false } as const;

async function refuseCodeOnce(world: World, stage: Stage): Promise<void> {
  const refused = world.gateway.faults.add({
    service: "lambda",
    action: "UpdateFunctionCode",
    errorCode: "AccessDeniedException",
    status: 403,
    times: 1,
  });
  const plan = await planned(stage, world, STACK, ALL_CHANGES, WITHOUT_REFRESH);
  await appliedInVain(stage, world, plan, CODE_REFUSED);
  stage.check("Lambda was asked for it once", refused.hits === 1, String(refused.hits));
}

/**
 * Has the function fail to read values, as after a change of its rights: those of reporting and shop at once, that of jobs when its rotation
 * starts, that of search when it has its new address. Returns what cures it.
 */
function denyReading({ gateway: { faults } }: World): () => void {
  const denied = new Set(["reporting", "shop"]);
  const secretOf = (resource = "") => /local\/([a-z]+)/.exec(resource)?.[1] ?? "";
  /** Follows a call and lets it pass. */
  const from = (action: string, name: string) =>
    faults.add({
      service: "secretsmanager",
      action,
      times: 1,
      when: ({ resource }) => {
        if (secretOf(resource) === name) denied.add(name);
        return false;
      },
    });
  const planned = [
    from("RotateSecret", "jobs"),
    from("PutSecretValue", "search"),
    faults.add({
      service: "secretsmanager",
      action: "GetSecretValue",
      errorCode: "AccessDeniedException",
      times: Number.POSITIVE_INFINITY,
      when: ({ accessKeyId, resource }) => accessKeyId === FUNCTION && denied.has(secretOf(resource)),
    }),
  ];
  return () => {
    for (const fault of planned) fault.remove();
  };
}

/** The instance has another address, as after a restore; its stack's outputs tell it to the others. */
async function moveDatabase(world: World, host: "localhost" | "127.0.0.1"): Promise<void> {
  database(world).moveTo(host);
  await world.terraform.succeed("local-database", ["apply", "-refresh-only", "-auto-approve"]);
}

async function failsWithEach(
  stage: Stage,
  world: World,
  expected: readonly string[],
  further: readonly { readonly what: string; readonly pattern: RegExp }[],
): Promise<void> {
  const plan = await planned(stage, world, STACK, expected, WITHOUT_REFRESH);
  await appliedInVain(stage, world, plan, [
    ...Object.entries(FAILING).map(([id, change]) => ({
      what: `that ${change} failed`,
      pattern: new RegExp(`aws_lambda_invocation\\.${id}\\b`),
    })),
    { what: "the cause", pattern: /secrets_manager_refused[\s\S]*GetSecretValue/ },
    ...further,
    { what: "what to do", pattern: /what to do/ },
  ]);
}

/** What was asked for is there, all of it. */
async function lookAt(world: World, stage: Stage): Promise<void> {
  for (const { arn, fullName, choice } of appSecrets(world)) {
    const { SecretString = "{}" } = await world.operator.send(new GetSecretValueCommand({ SecretId: arn }));
    const { host, username } = JSON.parse(SecretString) as { readonly host: string; readonly username: string };
    stage.check(`${fullName} has the new address`, host === "127.0.0.1", host);
    const granted = await privilegesOf(world, username);
    if (choice.name === "reporting") stage.check("reporting may INSERT", granted.includes("INSERT"), granted);
    if (choice.name === "shop") stage.check("shop may DELETE no more", !granted.includes("DELETE"), granted);
  }
  const last = world.clients
    .record()
    .rotations.filter(({ secret }) => secret === "local/jobs")
    .at(-1);
  stage.check("jobs rotated on its new schedule", last?.ok === true);
}
