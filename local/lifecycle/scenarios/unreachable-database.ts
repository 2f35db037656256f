import { errorsIn } from "../../../ops/terraform/errors-in";
import { cdktfDeploy, cdktfDestroy } from "../../terraform/cdktf-cli";
import { accountsOf, appSecrets } from "../app-secrets";
import { database, type World } from "../context";
import { appliedInVain, choose, nothingToDo, planned } from "../deployment";
import { atCall } from "../on-next-call";
import type { Stage } from "../recorder";
import { serveClients } from "./deploy";
import { appSecretsAnd, appSecretsWith, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import type { Scene } from "./scenario";

const STACK = "local-app-secret";

/** A database that holds its connections and answers nothing: what is deployed then fails with the cause, and what is destroyed is destroyed. */
export const unreachableDatabase: Scene = {
  name: "unreachable-database",
  title: "Live with a frozen database",
  isInShort: false,
  async play(world, stage) {
    await world.clients.without("the database is frozen, and the secrets are made anew", undefined, async () => {
      await stage.act("add an app secret; the database freezes before its first rotation", () =>
        addInVain(world, stage),
      );
      await stage.act("cdktf destroy local-app-secret with the frozen database", async () => {
        const run = await cdktfDestroy(world.workspace, [STACK], world.cli);
        stage.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
        stage.check("the state holds nothing", world.terraform.resources(STACK).length === 0);
      });
      database(world).thaw();
      await choose(world, { overlay: { ...world.choices.overlay, appSecrets: appSecretsWith({}) } });
      await stage.act("deploy it again, and break that off", () => breakOff(world, stage));
      await stage.act("deploy it again to the end", async () => {
        const run = await cdktfDeploy(world.workspace, [STACK], world.cli);
        stage.check("cdktf deploy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
        const users = appSecrets(world).map(({ choice }) => choice.username);
        stage.check(
          "the users that the destroy had to leave were taken over",
          (await accountsOf(world, users)).length > 0,
        );
        await nothingToDo(stage, world, [STACK]);
      });
      await serveClients(world);
    });
  },
};

async function addInVain(world: World, stage: Stage): Promise<void> {
  const frozen = atCall(
    world.gateway,
    { service: "secretsmanager", action: "RotateSecret", resource: "local/late" },
    async () => database(world).freeze(),
  );
  await choose(world, {
    overlay: { ...world.choices.overlay, appSecrets: appSecretsAnd(world.choices, [furtherSecret("late")]) },
  });
  const plan = await planned(stage, world, STACK, [...resourcesOfSecret("late"), ...LIST_CHANGES]);
  await appliedInVain(stage, world, plan, [
    { what: "that the database does not answer", pattern: /network_unreachable|deadline_exceeded/ },
    { what: "what to do", pattern: /what to do/ },
  ]);
  stage.check("the database was frozen before the rotation began", frozen.happened());
}

/**
 * At the first RotateSecret: everything that cannot be repeated has been made and written down by then. A call that makes something with a
 * name, such as CreateSecret, can take effect after Terraform has stopped waiting for it; see docs/local.md.
 */
async function breakOff(world: World, stage: Stage): Promise<void> {
  const impatience = new AbortController();
  const half = atCall(
    world.gateway,
    { service: "secretsmanager", action: "RotateSecret", resource: "local/" },
    async () => impatience.abort(new Error("broken off")),
  );
  const signal = AbortSignal.any([impatience.signal, world.signal]);
  const how = await cdktfDeploy(world.workspace, [STACK], { ...world.cli, signal }).then(
    ({ exitCode }) => `it ended by itself with exit code ${exitCode}`,
    (error: Error) => error.message,
  );
  world.signal.throwIfAborted();
  stage.check("it is broken off in the middle", how === "broken off" && half.happened(), how);
}
