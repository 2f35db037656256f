import { parseEnvironment } from "../../../environments";
import { staging } from "../../../environments/staging";
import { parseEvent } from "../../../rotation-fn/event";
import { stacksOf } from "../../support/synthesized-stacks";
import { refusal } from "../../support/wrong-environment";

const rebuilt = {
  ...staging,
  database: { ...staging.database, snapshotIdentifier: "prod-mysql-before-the-rehearsal" },
  appSecrets: staging.appSecrets.map((secret) => ({ ...secret, snapshotSecret: `prod/${secret.name}` })),
};

describe("staging, rebuilt from a snapshot of production,", () => {
  const appSecret = stacksOf(rebuilt, "staging")("app-secret");

  test("has its secrets' names free at once after a destroy", () => {
    for (const secret of Object.values(appSecret.resources("aws_secretsmanager_secret"))) {
      expect(secret.recovery_window_in_days).toBe(0);
      expect(secret.tags).toMatchObject({ "weakened:recovery-window": "staging is rebuilt under the same names" });
    }
  });

  test.each(["shop", "shop-reports"])(
    "takes over production's users of %s, by an event that the function takes",
    (name) => {
      const input = String(appSecret.resource("aws_lambda_invocation", `provision_${name}`).input);
      const sent = input
        .replace(/:\$\{[^}]+instanceport\}/, ":3306")
        .replace(
          /:\$\{aws_lambda_invocation\.app_users_[\w-]+\.result\}/,
          ':{"addresses":[{"host":"before","port":3306}]}',
        );
      expect(parseEvent(JSON.parse(sent))).toMatchObject({
        kind: "provision",
        event: { formerSecret: `prod/${name}` },
      });
    },
  );

  test("does so only where there is a snapshot", () => {
    const { problems } = refusal(() => parseEnvironment("staging", { ...rebuilt, database: staging.database ?? {} }));
    expect(problems.map(({ path }) => path)).toEqual([
      "staging.appSecrets.0.snapshotSecret",
      "staging.appSecrets.1.snapshotSecret",
    ]);
  });
});
