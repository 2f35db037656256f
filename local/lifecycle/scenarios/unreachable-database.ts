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

/** A database that holds its connections and answers nothing: deploying and destroying fail with the cause, and no user is lost sight of. */
export const unreachableDatabase: Scenario = {
  name: "unreachable-database",
  title: "Live with a frozen database",
  isInShort: false,
  async run(context, recorder) {
    await context.clients.without("the database is frozen, and the secrets are made anew", undefined, async () => {
      await recorder.step("add an app secret; the database freezes before its first rotation", () =>
        addInVain(context, recorder),
      );
      const users = appSecrets(context).map(({ choice }) => choice.username);
      await recorder.step("cdktf destroy local-app-secret with the frozen database", () =>
        destroyInVain(context, recorder),
      );
      database(context).thaw();
      await recorder.step("cdktf destroy it again, with the database back", async () => {
        const run = await cdktfDestroy(context.workspace, [STACK], context.cli);
        recorder.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
        recorder.check("the state holds nothing", context.terraform.resources(STACK).length === 0);
        const accounts = await accountsOf(context, users);
        recorder.check("no user of ours is left in MySQL", accounts.length === 0, accounts.join(", "));
      });
      await choose(context, { overlay: { ...context.choices.overlay, appSecrets: appSecretsWith({}) } });
      await recorder.step("deploy it again, and break that off", () => breakOff(context, recorder));
      await recorder.step("deploy it again to the end", async () => {
        const run = await cdktfDeploy(context.workspace, [STACK], context.cli);
        recorder.check("cdktf deploy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
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

/** A user whose database does not answer is not a user that is gone. */
async function destroyInVain(context: LifecycleContext, recorder: Recorder): Promise<void> {
  const run = await cdktfDestroy(context.workspace, [STACK], context.cli);
  const errors = errorsIn(run.output);
  recorder.check("cdktf destroy fails", run.exitCode !== 0);
  recorder.check("its output shows that the database does not answer", /network_unreachable/.test(errors), errors);
  recorder.check("its output shows the way out", /terraform state rm/.test(errors), errors);
  const held = context.terraform.resources(STACK);
  recorder.check(
    "the state still holds the users",
    held.some((address) => address.includes(".app_users_")),
    held.join(", "),
  );
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
    async () => impatience.abort(new Error("interrupted")),
  );
  const signal = AbortSignal.any([impatience.signal, context.signal]);
  const how = await cdktfDeploy(context.workspace, [STACK], { ...context.cli, signal }).then(
    ({ exitCode }) => `it ended by itself with exit code ${exitCode}`,
    (error: Error) => error.message,
  );
  context.signal.throwIfAborted();
  recorder.check("it is interrupted in the middle", how === "interrupted" && half.happened(), how);
}
