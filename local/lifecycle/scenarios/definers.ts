import { accountsOf, appSecret, appSecrets, canLogIn, type Login, loginsOf, query, queryAs } from "../app-secrets";
import type { World } from "../context";
import { applied, choose, planned } from "../deployment";
import type { Stage } from "../recorder";
import { appSecretsAnd, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import { rotate } from "./rotations";
import type { Scene } from "./scenario";

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
export const definers: Scene = {
  name: "definers",
  title: "Destroy users that made views and routines",
  isInShort: false,
  async play(world, stage) {
    const before = world.choices;
    const resources = [...resourcesOfSecret(NAME), ...LIST_CHANGES];
    await stage.act("add an app secret whose users change their schema", async () => {
      const added = furtherSecret(NAME, { privileges: PRIVILEGES });
      const appSecretsNow = appSecretsAnd(before, [added]);
      await choose(world, { overlay: { ...before.overlay, appSecrets: appSecretsNow } });
      await applied(stage, world, await planned(stage, world, STACK, resources, { refresh: false }));
      await makeObjects(world, stage);
    });
    const logins = await loginsOf(world, NAME);
    await stage.act("take the app secret out of the file", async () => {
      await choose(world, before);
      const deleted = resources.map((line) => line.replace(/^\+ /, "- "));
      // As `destroy` does: rotation is cancelled, and then the users are told to go.
      await applied(stage, world, await planned(stage, world, STACK, deleted, { refresh: false }));
    });
    await stage.act("look at its users and their objects", () => lookAt(world, stage, logins));
  },
};

/** Both users of the pair become definers. */
async function makeObjects(world: World, stage: Stage): Promise<void> {
  const [first] = await loginsOf(world, NAME);
  for (const statement of OBJECTS) await queryAs(world, first, statement);
  await rotate(world, stage, appSecret(world, NAME));
  const [second] = await loginsOf(world, NAME);
  stage.check("the other user of the pair is in use", second.username !== first.username);
  await queryAs(world, second, "CREATE VIEW migrated_view_2 AS SELECT id FROM migrated");
}

async function lookAt(world: World, stage: Stage, logins: readonly Login[]): Promise<void> {
  stage.check(
    "the app secret is gone",
    appSecrets(world).every(({ choice }) => choice.name !== NAME),
  );
  const accounts = await accountsOf(world, [NAME]);
  stage.check("both users stay as definers", accounts.length === 2, accounts.join(", "));
  const locked = await query(world, "SELECT user FROM mysql.user WHERE user LIKE 'migrator%' AND account_locked = 'Y'");
  stage.check("both are locked", locked.length === 2, String(locked.length));
  for (const login of logins) {
    stage.check("a password of the secret logs in no more", !(await canLogIn(world, login)), login.username);
  }
  const [reader] = await loginsOf(world, "reporting");
  for (const view of ["migrated_view", "migrated_view_2"]) {
    const rows = await queryAs(world, reader, `SELECT id FROM ${view}`);
    stage.check(`another user reads ${view}`, rows.length === 1 && rows[0]?.id === 7, JSON.stringify(rows));
  }
  const { database } = appSecret(world, "reporting").choice;
  await query(world, `INSERT INTO ${database}.migrated (id) VALUES (8)`);
  const [row] = await query(
    world,
    `SELECT ${database}.migrated_count() AS total, SUM(copies) AS copies FROM ${database}.migrated`,
  );
  stage.check(
    "the routine and the trigger work",
    Number(row?.total) === 2 && Number(row?.copies) === 1,
    JSON.stringify(row),
  );
  const named = world.gateway.functionLogs().filter((line) => line.includes('"event":"account-retired"'));
  for (const object of ["migrated_view", "migrated_count", "migrated_trigger", "migrated_event", "migrated_view_2"]) {
    stage.check(
      `the function's log names ${object}`,
      named.some((line) => line.includes(object)),
      named.join("; "),
    );
  }
}
