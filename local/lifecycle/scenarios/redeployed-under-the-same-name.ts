import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { errorsIn } from "../../../ops/terraform/errors-in";
import { HOME_KEY, MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { cdktfDeploy, cdktfDestroy } from "../../terraform/cdktf-cli";
import { accountsOf, appSecret, appSecrets, canLogIn, loginsOf, query, queryAs } from "../app-secrets";
import type { World } from "../context";
import { applied, choose, nothingToDo, planned } from "../deployment";
import { commandsInSection, runPrinted } from "../printed-commands";
import type { Stage } from "../recorder";
import { serveClients } from "./deploy";
import { appSecretsChanged } from "./overlays";
import type { Scene } from "./scenario";

const STACK = "local-app-secret";
/** The secret in production that the user of `search` belonged to when the snapshot was taken. */
const FORMER = "prod/search";
const PRODUCTION = { username: "search", password: "of-production-0", dbname: "shop", host: "" } as const;

/**
 * An environment that is destroyed and deployed again under its name, by the commands of docs/redeploy.md: one secret waits for its deletion,
 * one user came with a snapshot of production, one user is still the definer of a view. The database stays, since only a real account
 * restores one: the accounts of the snapshot are made in it by hand.
 *
 * A deployment that is refused the name waits two minutes for it, in the provider, so only the refusal itself is looked at here.
 */
export const redeployed: Scene = {
  name: "redeployed-under-the-same-name",
  title: "Destroy and deploy under the same name",
  isInShort: false,
  async play(world, stage) {
    const before = world.choices;
    const withWindow = { shop: { recoveryWindowDays: 7 } };
    await stage.act("give shop a recovery window and a view", async () => {
      await choose(world, { overlay: { ...before.overlay, appSecrets: appSecretsChanged(before, withWindow) } });
      const expected = [
        "~ aws_secretsmanager_secret.secret_shop",
        "~ aws_secretsmanager_secret_policy.secret_policy_shop",
      ];
      await applied(stage, world, await planned(stage, world, STACK, expected, { refresh: false }));
      await query(
        world,
        "CREATE DEFINER = 'shop'@'%' SQL SECURITY DEFINER VIEW shop.of_shop AS SELECT 7 AS seven FROM DUAL",
      );
    });
    const { arn } = appSecret(world, "shop");
    await world.clients.without("the stack is destroyed", undefined, async () => {
      await stage.act("cdktf destroy local-app-secret", () => destroyed(world, stage));
      await stage.act("put the users of a snapshot of production into the database", () => usersOfProduction(world));
      await stage.act("deploy it again, as docs/redeploy.md says", () => deployedAgain(world, stage, arn));
      await serveClients(world);
    });
    await stage.act("look at users and values", () => lookAt(world, stage, arn));
    await stage.act("take the keys of the snapshot out of the file", async () => {
      await choose(world, before);
      const plan = await planned(stage, world, STACK, [
        "-/+ aws_lambda_invocation.provision_search",
        "~ aws_secretsmanager_secret.secret_shop",
        "~ aws_secretsmanager_secret_policy.secret_policy_shop",
      ]);
      await applied(stage, world, plan);
    });
  },
};

async function destroyed(world: World, stage: Stage): Promise<void> {
  const users = appSecrets(world).map(({ choice }) => choice.username);
  const run = await cdktfDestroy(world.workspace, [STACK], world.cli);
  stage.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
  const left = await accountsOf(world, users);
  stage.check("of all users the definer is left", left.join() === "shop@%", left.join(", "));
  const again = world.operator.send(new CreateSecretCommand({ Name: "local/shop", SecretString: "{}" }));
  const refused = await again.then(
    () => "nothing",
    (error: Error) => error.message,
  );
  stage.check("the name of shop is still taken", /already scheduled for deletion/.test(refused), refused);
}

/** As provisioning made them in production: marked with the name of production's secret. */
async function usersOfProduction(world: World): Promise<void> {
  const mark = JSON.stringify({ [HOME_KEY]: "us-east-1/123456789012", [MARK_KEY]: FORMER });
  const { username, password, dbname } = PRODUCTION;
  await query(world, "CREATE USER ?@'%' IDENTIFIED BY ? REQUIRE SSL ATTRIBUTE ?", [username, password, mark]);
  await query(world, "GRANT SELECT, DELETE ON ??.* TO ?@'%'", [dbname, username]);
}

async function deployedAgain(world: World, stage: Stage, arn: string): Promise<void> {
  const overlay = {
    ...world.choices.overlay,
    database: { snapshotIdentifier: "prod-main-final" },
    appSecrets: appSecretsChanged(world.choices, { search: { snapshotSecret: FORMER } }),
  };
  await choose(world, { overlay });
  const values = { environment: "local", "app secret": "shop", "ARN of the secret": arn };
  const [, ...restore] = commandsInSection("redeploy.md", "App secrets that wait for deletion", values);
  for (const command of restore) await runPrinted(world, command);
  const run = await cdktfDeploy(world.workspace, [STACK], world.cli);
  stage.check("cdktf deploy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
  await nothingToDo(stage, world, [STACK]);
}

async function lookAt(world: World, stage: Stage, arn: string): Promise<void> {
  stage.check("shop has the secret that it had", appSecret(world, "shop").arn === arn);
  for (const { choice } of appSecrets(world)) {
    const [login] = await loginsOf(world, choice.name);
    stage.check(`AWSCURRENT of ${choice.name} logs in`, await canLogIn(world, login));
  }
  stage.check("production's password opens nothing", !(await canLogIn(world, PRODUCTION)));
  const [row] = await query(world, "SELECT attribute AS found FROM information_schema.user_attributes WHERE user = ?", [
    "search",
  ]);
  stage.check("the user of the snapshot belongs to local/search", String(row?.found).includes('"local/search"'));
  const grants = String(Object.values((await query(world, "SHOW GRANTS FOR 'search'@'%'"))[1] ?? {})[0]);
  stage.check("it has the privileges of this environment's file", !grants.includes("DELETE"), grants);
  const [reader] = await loginsOf(world, "reporting");
  const [seen] = await queryAs(world, reader, "SELECT seven FROM of_shop");
  stage.check("the view of shop's user works", seen?.seven === 7);
  await query(world, "DROP VIEW shop.of_shop"); // its definer would stay when the environment is destroyed
}
