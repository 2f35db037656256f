import { ADMIN_SECRET, SECRET, USER } from "../../support/memory/memory-world";
import { PAIR, type State, WITH_ADMIN } from "./state";
import { putCurrent, putText } from "./world-changes";

const ASKING = ["rotation", "expire-previous", "inspect", "audit"] as const;

/** AWSCURRENT, the admin secret, a tag or a setting says something else. */
export const VALUE_STATES: readonly State[] = [
  { name: "AWSCURRENT is no JSON", prepare: (world) => putText(world, "a password") },
  {
    name: "AWSCURRENT has no password",
    prepare: (world) => putCurrent(world, { password: undefined }),
    calls: ["rotation", "provision", "inspect", "audit"],
  },
  { name: "AWSCURRENT names another host", prepare: (world) => putCurrent(world, { host: "other.test" }) },
  {
    name: "AWSCURRENT names another port and database",
    prepare: (world) => putCurrent(world, { port: 3307, dbname: "elsewhere" }),
  },
  {
    name: "AWSCURRENT names another user",
    prepare: (world) => putCurrent(world, { username: `${USER}_reports`, password: "p-of-the-reports" }),
  },
  { name: "AWSCURRENT names another engine", prepare: (world) => putCurrent(world, { engine: "mariadb" }) },
  { name: "AWSCURRENT asks for plaintext", prepare: (world) => putCurrent(world, { ssl: false }), calls: ASKING },
  {
    name: "AWSCURRENT names no admin",
    prepare: (world) => putCurrent(world, { masterarn: undefined }),
  },
  {
    name: "AWSCURRENT names itself as its admin",
    prepare: (world) => putCurrent(world, { masterarn: SECRET }),
    calls: ASKING,
  },
  { name: "AWSCURRENT names root", prepare: (world) => putCurrent(world, { username: "root" }), calls: ASKING },
  {
    name: "AWSCURRENT names the admin's user",
    prepare: (world) => putCurrent(world, { username: "dba" }),
    calls: ASKING,
  },
  {
    name: "AWSCURRENT names a user whose other name is too long",
    prepare: (world) => putCurrent(world, { username: "u".repeat(27) }),
    calls: ["rotation"],
  },
  {
    name: "AWSCURRENT names a proxy",
    prepare: (world) => putCurrent(world, { host: "app.proxy-abcdef.us-east-1.rds.amazonaws.com" }),
    calls: ["rotation"],
  },
  {
    name: "AWSCURRENT names a proxy in a further key",
    prepare: (world) => putCurrent(world, { proxyHost: "app.proxy-abcdef.us-east-1.rds.amazonaws.com" }),
    calls: ["rotation"],
  },
  {
    name: "AWSCURRENT names a reader endpoint",
    prepare: (world) => putCurrent(world, { host: "shop.cluster-ro-abcdef.us-east-1.rds.amazonaws.com" }),
    calls: ["rotation"],
  },
  {
    name: "AWSCURRENT names a writer that is its own host",
    prepare: (world) => putCurrent(world, { writerHost: "DB.test." }),
    calls: ["rotation"],
  },
  {
    name: "the admin secret has no user name",
    strategies: WITH_ADMIN,
    prepare: (world) => putCurrent(world, { username: undefined }, ADMIN_SECRET),
  },
  {
    name: "the admin secret has a wrong password",
    strategies: WITH_ADMIN,
    prepare: (world) => putCurrent(world, { password: "p-of-yesterday" }, ADMIN_SECRET),
  },
  {
    name: "the admin secret names another host",
    strategies: WITH_ADMIN,
    prepare: (world) => putCurrent(world, { host: "other.test", port: 3307 }, ADMIN_SECRET),
  },
  {
    name: "the admin secret rotates between two reads",
    secrets: (store) => {
      let reads = 0;
      return {
        read: async (secretId, selector) => {
          const text = await store.read(secretId, selector);
          if (secretId !== ADMIN_SECRET || ++reads > 1) return text;
          return JSON.stringify({ ...JSON.parse(text), password: "p-of-yesterday" });
        },
      };
    },
  },
  {
    name: "there is no admin secret",
    strategies: WITH_ADMIN,
    prepare: (world) => putCurrent(world, { masterarn: "no-such-secret" }),
    events: { provision: { adminSecretId: "no-such-secret" }, deprovision: { adminSecretId: "no-such-secret" } },
  },
  {
    name: "a tag names no strategy",
    prepare: (world) => world.secrets.tag(SECRET, "rotation:strategy", "monthly"),
    strategies: PAIR,
  },
  {
    name: "a tag names two users",
    prepare: (world) => world.secrets.tag(SECRET, "rotation:usernames", "shop shop_b"),
  },
  {
    name: "a tag names two other users",
    prepare: (world) => world.secrets.tag(SECRET, "rotation:usernames", "blue green"),
  },
  {
    name: "a tag names one user twice",
    prepare: (world) => world.secrets.tag(SECRET, "rotation:usernames", "shop shop"),
    strategies: PAIR,
  },
  { name: "only other hosts are allowed", settings: { ALLOWED_DATABASE_HOSTS: "other.test, third.test" } },
  {
    name: "the admin may reset a lost password",
    settings: { ALLOW_ADMIN_RESET: "true" },
    prepare: (world) => {
      const account = world.database.find(USER);
      if (account !== undefined) world.database.add({ ...account, primary: "p-by-hand" });
    },
    calls: ["rotation", "audit"],
  },
  {
    name: "plaintext is allowed and asked for",
    settings: { ALLOW_PLAINTEXT_DATABASE: "true" },
    prepare: (world) => putCurrent(world, { ssl: false }),
    calls: ["rotation", "audit"],
  },
  {
    name: "the limit of user names is short",
    settings: { USERNAME_CHARACTER_LIMIT: "8" },
    strategies: PAIR,
    calls: ["rotation", "provision"],
  },
];
