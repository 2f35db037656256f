import { accountsOf, appSecret, appSecrets, canLogIn, type Login, loginsOf, query, queryAs } from "../app-secrets";
import type { LifecycleContext } from "../context";
import { applied, choose, planned } from "../deployment";
import type { Recorder } from "../recorder";
import { appSecretsAnd, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import { rotate } from "./rotations";
import type { Scenario } from "./scenario";

const STACK = "local-app-secret";
const NAME = "migrator";
const PRIVILEGES = [
  ...["SELECT", "INSERT", "UPDATE", "CREATE", "DROP", "TRIGGER", "EVENT"],
  ...["CREATE VIEW", "SHOW VIEW", "CREATE ROUTINE", "EXECUTE"],
];

/** What an application makes that migrates its own schema. Each object works with the rights of the user who made it. */
const OBJECTS = [
  "CREATE TABLE migrated (id INT PRIMARY KEY, copies INT NOT NULL DEFAULT 0)",
  "INSERT INTO migrated (id) VALUES (7)",
  "CREATE VIEW migrated_view AS SELECT id FROM migrated",
  "CREATE FUNCTION migrated_count() RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM migrated)",
  "CREATE TRIGGER migrated_trigger BEFORE INSERT ON migrated FOR EACH ROW SET NEW.copies = 1",
  "CREATE EVENT migrated_event ON SCHEDULE EVERY 1 DAY DO DELETE FROM migrated WHERE id < 0",
] as const;

/** An app user that made views, routines, triggers and events: it cannot be dropped without breaking them, so it stays without a login. */
export const definers: Scenario = {
  name: "definers",
  title: "Destroy users that made views and routines",
  isInShort: false,
  async run(context, recorder) {
    const before = context.choices;
    const resources = [...resourcesOfSecret(NAME), ...LIST_CHANGES];
    await recorder.step("add an app secret whose users change their schema", async () => {
      const added = furtherSecret(NAME, { privileges: PRIVILEGES });
      const appSecretsNow = appSecretsAnd(before, [added]);
      await choose(context, { overlay: { ...before.overlay, appSecrets: appSecretsNow } });
      await applied(recorder, context, await planned(recorder, context, STACK, resources, { refresh: false }));
      await makeObjects(context, recorder);
    });
    const logins = await loginsOf(context, NAME);
    await recorder.step("take the app secret out of the file", async () => {
      await choose(context, before);
      const deleted = resources.map((line) => line.replace(/^\+ /, "- "));
      // As `destroy` does: rotation is cancelled, and then the users are dropped.
      await applied(recorder, context, await planned(recorder, context, STACK, deleted, { refresh: false }));
    });
    await recorder.step("look at its users and their objects", () => lookAt(context, recorder, logins));
  },
};

/** Both users of the pair become definers. */
async function makeObjects(context: LifecycleContext, recorder: Recorder): Promise<void> {
  const [first] = await loginsOf(context, NAME);
  for (const statement of OBJECTS) await queryAs(context, first, statement);
  await rotate(context, recorder, appSecret(context, NAME));
  const [second] = await loginsOf(context, NAME);
  recorder.check("the other user of the pair is in use", second.username !== first.username);
  await queryAs(context, second, "CREATE VIEW migrated_view_2 AS SELECT id FROM migrated");
}

async function lookAt(context: LifecycleContext, recorder: Recorder, logins: readonly Login[]): Promise<void> {
  recorder.check(
    "the app secret is gone",
    appSecrets(context).every(({ choice }) => choice.name !== NAME),
  );
  const accounts = await accountsOf(context, [NAME]);
  recorder.check("both users stay as definers", accounts.length === 2, accounts.join(", "));
  const locked = await query(
    context,
    "SELECT user FROM mysql.user WHERE user LIKE 'migrator%' AND account_locked = 'Y'",
  );
  recorder.check("both are locked", locked.length === 2, String(locked.length));
  for (const login of logins) {
    recorder.check("no password of the secret logs in", !(await canLogIn(context, login)), login.username);
  }
  const [reader] = await loginsOf(context, "reporting");
  for (const view of ["migrated_view", "migrated_view_2"]) {
    const rows = await queryAs(context, reader, `SELECT id FROM ${view}`);
    recorder.check(`another user reads ${view}`, rows.length === 1 && rows[0]?.id === 7, JSON.stringify(rows));
  }
  const { database } = appSecret(context, "reporting").choice;
  await query(context, `INSERT INTO ${database}.migrated (id) VALUES (8)`);
  const [row] = await query(
    context,
    `SELECT ${database}.migrated_count() AS total, SUM(copies) AS copies FROM ${database}.migrated`,
  );
  recorder.check(
    "the routine and the trigger work",
    Number(row?.total) === 2 && Number(row?.copies) === 1,
    JSON.stringify(row),
  );
  const named = context.gateway.functionLogs().filter((line) => line.includes('"event":"account-retired"'));
  for (const object of ["migrated_view", "migrated_count", "migrated_trigger", "migrated_event", "migrated_view_2"]) {
    recorder.check(
      `the function's log names ${object}`,
      named.some((line) => line.includes(object)),
      named.join("; "),
    );
  }
}
