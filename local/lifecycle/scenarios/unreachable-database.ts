import { errorsIn } from "../../../ops/terraform/errors-in";
import { cdktfDeploy, cdktfDestroy } from "../../terraform/cdktf-cli";
import { accountsOf, appSecrets } from "../app-secrets";
import { database, type LifecycleContext } from "../context";
import { appliedInVain, choose, nothingToDo, planned } from "../deployment";
import { atCall } from "../on-next-call";
import type { Recorder } from "../recorder";
import { serveClients } from "./deploy";
import { appSecretsAnd, appSecretsWith, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import type { Scenario } from "./scenario";

const STACK = "local-app-secret";

/** A database that holds its connections and answers nothing: what is deployed then fails with the cause, and what is destroyed is destroyed. */
export const unreachableDatabase: Scenario = {
  name: "unreachable-database",
  title: "Live with a frozen database",
  isInShort: false,
  async run(context, recorder) {
    await context.clients.without("the database is frozen, and the secrets are made anew", undefined, async () => {
      await recorder.step("add an app secret; the database freezes before its first rotation", () =>
        addInVain(context, recorder),
      );
      await recorder.step("cdktf destroy local-app-secret with the frozen database", async () => {
        const run = await cdktfDestroy(context.workspace, [STACK], context.cli);
        recorder.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
        recorder.check("the state holds nothing", context.terraform.resources(STACK).length === 0);
      });
      database(context).thaw();
      await choose(context, { overlay: { ...context.choices.overlay, appSecrets: appSecretsWith({}) } });
      await recorder.step("deploy it again, and break that off", () => breakOff(context, recorder));
      await recorder.step("deploy it again to the end", async () => {
        const run = await cdktfDeploy(context.workspace, [STACK], context.cli);
        recorder.check("cdktf deploy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
        const users = appSecrets(context).map(({ choice }) => choice.username);
        recorder.check(
          "the users that the destroy had to leave were taken over",
          (await accountsOf(context, users)).length > 0,
        );
        await nothingToDo(recorder, context, [STACK]);
      });
      await serveClients(context);
    });
  },
};

async function addInVain(context: LifecycleContext, recorder: Recorder): Promise<void> {
  const frozen = atCall(
    context.gateway,
    { service: "secretsmanager", action: "RotateSecret", resource: "local/late" },
    async () => database(context).freeze(),
  );
  await choose(context, {
    overlay: { ...context.choices.overlay, appSecrets: appSecretsAnd(context.choices, [furtherSecret("late")]) },
  });
  const plan = await planned(recorder, context, STACK, [...resourcesOfSecret("late"), ...LIST_CHANGES]);
  await appliedInVain(recorder, context, plan, [
    { what: "that the database does not answer", pattern: /network_unreachable|deadline_exceeded/ },
    { what: "what to do", pattern: /what to do/ },
  ]);
  recorder.check("the database was frozen before the rotation began", frozen.happened());
}

/**
 * At the first RotateSecret: everything that cannot be repeated has been made and written down by then. A call that makes something with a
 * name, such as CreateSecret, can take effect after Terraform has stopped waiting for it; see docs/local.md.
 */
async function breakOff(context: LifecycleContext, recorder: Recorder): Promise<void> {
  const impatience = new AbortController();
  const half = atCall(
    context.gateway,
    { service: "secretsmanager", action: "RotateSecret", resource: "local/" },
    async () => impatience.abort(new Error("broken off")),
  );
  const signal = AbortSignal.any([impatience.signal, context.signal]);
  const how = await cdktfDeploy(context.workspace, [STACK], { ...context.cli, signal }).then(
    ({ exitCode }) => `it ended by itself with exit code ${exitCode}`,
    (error: Error) => error.message,
  );
  context.signal.throwIfAborted();
  recorder.check("it is broken off in the middle", how === "broken off" && half.happened(), how);
}
