import { readFileSync } from "node:fs";
import { appSecrets, loginsOf, privilegesOf } from "../app-secrets";
import { database, type LifecycleContext } from "../context";
import { applied, appliedInVain, choose, nothingToDo, planned } from "../deployment";
import { codeSha256, updateFunctionCode } from "../manual-lambda-changes";
import type { Recorder } from "../recorder";
import { AUDIT_CHANGE, appSecretsWith } from "./overlays";
import type { Scenario } from "./scenario";

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
  AUDIT_CHANGE,
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
/** It forwards to the database's address and to nothing else, and has that from its first start. */
const BASTION_FOLLOWS = ["-/+ aws_instance.instance", "~ aws_cloudwatch_metric_alarm.*"];
const REPEATED = [
  "+ aws_lambda_invocation.provision_reporting",
  "+ aws_lambda_invocation.provision_shop",
  "* aws_lambda_invocation.await_rotation_*",
];

/**
 * Changes of an environment that fail: a privilege more, a privilege less, a database that moved, another schedule, other code. They stay
 * red until they have worked, and the same deployment repeats them. The environment keeps them afterwards.
 */
export const failedChanges: Scenario = {
  name: "failed-changes",
  title: "Fail changes, repeat them, cure them",
  isInShort: false,
  async run(context, recorder) {
    const codeBefore = await codeSha256(context);
    const mayRead = denyReading(context);
    await recorder.step(
      "move the database, change privileges, a schedule and the code; Lambda refuses the code",
      async () => {
        await moveDatabase(context, "127.0.0.1");
        await choose(context, {
          overlay: { ...context.choices.overlay, appSecrets: appSecretsWith(CHANGED) },
          packagedRegions: ["eu-west-1"],
        });
        await refuseCodeOnce(context, recorder);
      },
    );
    await recorder.step("apply again; the old code runs, and may not read values", async () => {
      recorder.check("the function has the old code", (await codeSha256(context)) === codeBefore);
      await failsWithEach(recorder, context, WITHOUT_CODE, OLD_CODE);
    });
    await recorder.step("upload the code as the error says, and apply again; values cannot be read", async () => {
      await updateFunctionCode(context, readFileSync(context.workspace.zipFile));
      recorder.check("the function has the other code", (await codeSha256(context)) !== codeBefore);
      await failsWithEach(recorder, context, REPEATED, []);
    });
    mayRead();
    await recorder.step("let it read values, and apply again", async () => {
      await applied(recorder, context, await planned(recorder, context, STACK, REPEATED));
      await lookAt(context, recorder);
      await nothingToDo(recorder, context, [STACK]);
    });
    await recorder.step("let the bastion follow the database", async () => {
      const plan = await planned(recorder, context, "local-bastion", BASTION_FOLLOWS, WITHOUT_REFRESH);
      await applied(recorder, context, plan);
    });
  },
};

/** The plans of this scenario compare states and configuration: nothing was changed by hand. */
const WITHOUT_REFRESH = { refresh: false } as const;

async function refuseCodeOnce(context: LifecycleContext, recorder: Recorder): Promise<void> {
  const refused = context.gateway.faults.add({
    service: "lambda",
    action: "UpdateFunctionCode",
    errorCode: "AccessDeniedException",
    status: 403,
    times: 1,
  });
  const plan = await planned(recorder, context, STACK, ALL_CHANGES, WITHOUT_REFRESH);
  await appliedInVain(recorder, context, plan, CODE_REFUSED);
  recorder.check("Lambda was asked for it once", refused.hits === 1, String(refused.hits));
}

/**
 * Has the function fail to read values, as after a change of its rights: those of reporting and shop at once, that of jobs when its rotation
 * starts, that of search when it has its new address. Returns what cures it.
 */
function denyReading({ gateway: { faults } }: LifecycleContext): () => void {
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
async function moveDatabase(context: LifecycleContext, host: "localhost" | "127.0.0.1"): Promise<void> {
  database(context).moveTo(host);
  await context.terraform.succeed("local-database", ["apply", "-refresh-only", "-auto-approve"]);
}

async function failsWithEach(
  recorder: Recorder,
  context: LifecycleContext,
  expected: readonly string[],
  further: readonly { readonly what: string; readonly pattern: RegExp }[],
): Promise<void> {
  const plan = await planned(recorder, context, STACK, expected, WITHOUT_REFRESH);
  await appliedInVain(recorder, context, plan, [
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
async function lookAt(context: LifecycleContext, recorder: Recorder): Promise<void> {
  for (const { fullName, choice } of appSecrets(context)) {
    const [{ host, username }] = await loginsOf(context, choice.name);
    recorder.check(`${fullName} has the new address`, host === "127.0.0.1", host);
    const granted = await privilegesOf(context, username);
    if (choice.name === "reporting") recorder.check("reporting may INSERT", granted.includes("INSERT"), granted);
    if (choice.name === "shop") recorder.check("shop may no longer DELETE", !granted.includes("DELETE"), granted);
  }
  const last = context.clients
    .record()
    .rotations.filter(({ secret }) => secret === "local/jobs")
    .at(-1);
  recorder.check("jobs rotated on its new schedule", last?.ok === true);
}
