import { mistake, refusesEach } from "../../support/wrong-environment";

const SYSTEM = "a name that is no system account of MySQL or RDS; what to do: choose a name of your own";
const RECOVERY = 'a whole number of days from 7 to 30, or { value: 0, reason: "..." }';

describe("the app secrets of an environment file", () => {
  refusesEach([
    mistake("none at all", "appSecrets", [], "at least one app secret; what to do: add", { found: "a list of 0" }),
    mistake(
      "two of one name",
      "appSecrets.1.name",
      "shop",
      "a name that no other app secret has (appSecrets.0 has it)",
    ),
    mistake(
      "two of one user",
      "appSecrets.1.username",
      "Shop",
      "a username that no other app secret has, in whatever database (appSecrets.0 has it)",
    ),
    mistake("a name that ends like an ARN", "appSecrets.0.name", "shop-reader", "1 to 40 lower-case letters, digits"),
    mistake("a name with a slash", "appSecrets.0.name", "shop/api", "1 to 40 lower-case letters, digits and hyphens"),
    mistake("a user too long for its clone", "appSecrets.0.username", "a".repeat(27), "at most 26 characters, because"),
    mistake("a user that is a clone", "appSecrets.0.username", "shop_clone", "a name that does not end in _clone"),
    mistake("root", "appSecrets.0.username", "root", SYSTEM),
    mistake("an account of MySQL", "appSecrets.0.username", "mysql.sys", SYSTEM),
    mistake("an account of MariaDB", "appSecrets.0.username", "mariadb.sys", SYSTEM),
    mistake("a role that everybody has", "appSecrets.0.username", "Public", SYSTEM),
    mistake("a user too long for any engine", "appSecrets.0.username", "a".repeat(81), "1 to 32 (with MariaDB 80)", {
      found: `"${"a".repeat(59)}…`,
    }),
    mistake("an account of RDS", "appSecrets.0.username", "rdsadmin", SYSTEM),
    mistake("the admin", "appSecrets.0.username", "ADMIN", "another user than database.adminUsername"),
    mistake(
      "a user with a quote",
      "appSecrets.0.username",
      "o'hara",
      "1 to 32 (with MariaDB 80) letters, digits and underscores",
    ),
    mistake("a schema of MySQL", "appSecrets.0.database", "mysql", "a name that is no schema of MySQL itself"),
    mistake("a host with a quote", "appSecrets.0.userHost", "10.'%", "a host pattern of MySQL, such as % or 10.20.%"),
    mistake("no privilege", "appSecrets.0.privileges", [], "a list of at least one privilege", {
      found: "a list of 0",
    }),
    mistake("a privilege twice", "appSecrets.0.privileges", ["EVENT", "EVENT"], "privileges, each once", {
      found: "a list of 2",
    }),
    mistake("all privileges", "appSecrets.0.privileges.0", "ALL", '"SELECT", "INSERT", "UPDATE", "DELETE"'),
    mistake("the right to pass rights on", "appSecrets.0.privileges.0", "GRANT OPTION", '"SELECT", "INSERT"'),
    mistake(
      "a strategy that nobody knows",
      "appSecrets.0.strategy",
      "never",
      '"alternating-users", "single-user", "admin',
    ),
    mistake(
      "a reason for a user that changes itself on MySQL, where no login fails",
      "appSecrets.0.strategy",
      { value: "single-user", reason: "the admin cannot reach this database" },
      '"single-user" without a reason on MySQL',
      { found: "an object with value, reason" },
    ),
    mistake("an immediate deletion without a reason", "appSecrets.0.recoveryWindowDays", 0, RECOVERY),
  ]);
});
