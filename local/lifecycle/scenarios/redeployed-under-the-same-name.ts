import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { errorsIn } from "../../../ops/terraform/errors-in";
import { HOME_KEY, MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { cdktfDeploy, cdktfDestroy } from "../../terraform/cdktf-cli";
import { accountsOf, appSecret, appSecrets, canLogIn, loginsOf, query, queryAs } from "../app-secrets";
import type { LifecycleContext } from "../context";
import { applied, choose, nothingToDo, planned } from "../deployment";
import { commandsInSection, runPrinted } from "../printed-commands";
import type { Recorder } from "../recorder";
import { serveClients } from "./deploy";
import { appSecretsChanged } from "./overlays";
import type { Scenario } from "./scenario";

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
export const redeployed: Scenario = {
  name: "redeployed-under-the-same-name",
  title: "Destroy and deploy under the same name",
  isInShort: false,
  async run(context, recorder) {
    const before = context.choices;
    const withWindow = { shop: { recoveryWindowDays: 7 } };
    await recorder.step("give shop a recovery window and a view", async () => {
      await choose(context, { overlay: { ...before.overlay, appSecrets: appSecretsChanged(before, withWindow) } });
      const expected = [
        "~ aws_secretsmanager_secret.secret_shop",
        "~ aws_secretsmanager_secret_policy.secret_policy_shop",
      ];
      await applied(recorder, context, await planned(recorder, context, STACK, expected, { refresh: false }));
      await query(
        context,
        "CREATE DEFINER = 'shop'@'%' SQL SECURITY DEFINER VIEW shop.of_shop AS SELECT 7 AS seven FROM DUAL",
      );
    });
    const { arn } = appSecret(context, "shop");
    await context.clients.without("the stack is destroyed", undefined, async () => {
      await recorder.step("cdktf destroy local-app-secret", () => destroyed(context, recorder));
      await recorder.step("put the users of a snapshot of production into the database", () =>
        usersOfProduction(context),
      );
      await recorder.step("deploy it again, as docs/redeploy.md says", () => deployedAgain(context, recorder, arn));
      await serveClients(context);
    });
    await recorder.step("look at users and values", () => lookAt(context, recorder, arn));
    await recorder.step("take the keys of the snapshot out of the file", async () => {
      await choose(context, before);
      const plan = await planned(recorder, context, STACK, [
        "-/+ aws_lambda_invocation.provision_search",
        "~ aws_secretsmanager_secret.secret_shop",
        "~ aws_secretsmanager_secret_policy.secret_policy_shop",
      ]);
      await applied(recorder, context, plan);
    });
  },
};

async function destroyed(context: LifecycleContext, recorder: Recorder): Promise<void> {
  const users = appSecrets(context).map(({ choice }) => choice.username);
  const run = await cdktfDestroy(context.workspace, [STACK], context.cli);
  recorder.check("cdktf destroy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
  const left = await accountsOf(context, users);
  recorder.check("of all users the definer is left", left.join() === "shop@%", left.join(", "));
  const again = context.operator.send(new CreateSecretCommand({ Name: "local/shop", SecretString: "{}" }));
  const refused = await again.then(
    () => "nothing",
    (error: Error) => error.message,
  );
  recorder.check("the name of shop is still taken", /already scheduled for deletion/.test(refused), refused);
}

/** As provisioning made them in production: marked with the name of production's secret. */
async function usersOfProduction(context: LifecycleContext): Promise<void> {
  const mark = JSON.stringify({ [HOME_KEY]: "us-east-1/123456789012", [MARK_KEY]: FORMER });
  const { username, password, dbname } = PRODUCTION;
  await query(context, "CREATE USER ?@'%' IDENTIFIED BY ? REQUIRE SSL ATTRIBUTE ?", [username, password, mark]);
  await query(context, "GRANT SELECT, DELETE ON ??.* TO ?@'%'", [dbname, username]);
}

async function deployedAgain(context: LifecycleContext, recorder: Recorder, arn: string): Promise<void> {
  const overlay = {
    ...context.choices.overlay,
    database: { snapshotIdentifier: "prod-main-final" },
    appSecrets: appSecretsChanged(context.choices, { search: { snapshotSecret: FORMER } }),
  };
  await choose(context, { overlay });
  const values = { environment: "local", "app secret": "shop", "ARN of the secret": arn };
  const [, ...restore] = commandsInSection("redeploy.md", "App secrets that wait for deletion", values);
  for (const command of restore) await runPrinted(context, command);
  const run = await cdktfDeploy(context.workspace, [STACK], context.cli);
  recorder.check("cdktf deploy ends with exit code 0", run.exitCode === 0, errorsIn(run.output));
  await nothingToDo(recorder, context, [STACK]);
}

async function lookAt(context: LifecycleContext, recorder: Recorder, arn: string): Promise<void> {
  recorder.check("shop has the secret that it had", appSecret(context, "shop").arn === arn);
  for (const { choice } of appSecrets(context)) {
    const [login] = await loginsOf(context, choice.name);
    recorder.check(`AWSCURRENT of ${choice.name} logs in`, await canLogIn(context, login));
  }
  recorder.check("production's password opens nothing", !(await canLogIn(context, PRODUCTION)));
  const [row] = await query(
    context,
    "SELECT attribute AS found FROM information_schema.user_attributes WHERE user = ?",
    ["search"],
  );
  recorder.check("the user of the snapshot belongs to local/search", String(row?.found).includes('"local/search"'));
  const grants = String(Object.values((await query(context, "SHOW GRANTS FOR 'search'@'%'"))[1] ?? {})[0]);
  recorder.check("it has the privileges of this environment's file", !grants.includes("DELETE"), grants);
  const [reader] = await loginsOf(context, "reporting");
  const [seen] = await queryAs(context, reader, "SELECT seven FROM of_shop");
  recorder.check("the view of shop's user works", seen?.seven === 7);
  await query(context, "DROP VIEW shop.of_shop"); // its definer would stay when the environment is destroyed
}
