import type { AccountDefinition } from "../../../rotation-fn/ports/account";
import type { ServerFeatures } from "../../../rotation-fn/ports/server";
import { parseSecretValue } from "../../../rotation-fn/secret-value";
import {
  isPasswordPlugin,
  isSameHost,
  refuseForbiddenUser,
  requireAccountOf,
  requireAdminSecret,
  requireAllowedHost,
  requireEngine,
  requireKnownServer,
  requireNoCertificate,
  requirePasswordAccount,
  requireSameHost,
  transportOf,
} from "../../../rotation-fn/strategies/guards";

const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf";
const account = { user: "shop", host: "%" };
const valueWith = (members: object) =>
  parseSecretValue(
    JSON.stringify({ engine: "mysql", host: "db.test", username: "shop", password: "p", port: 3306, ...members }),
    "shop",
  );
const withRule = (rule: string): Pick<AccountDefinition, "account" | "clauses"> => ({
  account,
  clauses: new Map([["REQUIRE", rule]]),
});
const server = (members: Partial<ServerFeatures>) =>
  ({ flavour: "mysql", version: "8.4.6", supported: true, ...members }) as ServerFeatures;

describe("refuseForbiddenUser", () => {
  it.each([
    ...["mysql.sys", "mysql.session", "mysql.infoschema", "mysql.rds_replication_status", "mariadb.sys"],
    ...["event_scheduler", "rdsadmin", "RDSADMIN", "rdsrepladmin", "rds_superuser_role", ""],
  ])("refuses the server's own account '%s'", (username) => {
    expect(() => refuseForbiddenUser(username)).toThrow("an account of the server itself");
  });

  it("lets root change itself, and lets no admin change root", () => {
    expect(() => refuseForbiddenUser("root")).not.toThrow();
    expect(() => refuseForbiddenUser("Root", "dba")).toThrow("an account of the server itself");
  });

  it("refuses the admin's own account by the name as it is written", () => {
    expect(() => refuseForbiddenUser("dba", "dba")).toThrow("the admin's own account");
    expect(() => refuseForbiddenUser("DBA", "dba")).not.toThrow();
    expect(() => refuseForbiddenUser("shop.mysql.", "dba")).not.toThrow();
  });
});

describe("accounts", () => {
  it("are of the user that logged in", () => {
    expect(() => requireAccountOf("shop", account)).not.toThrow();
    expect(() => requireAccountOf("Shop", account)).toThrow(
      "found: 'shop'@'%'; allowed: an account of the user 'Shop'",
    );
  });

  it.each(["caching_sha2_password", "sha256_password", "mysql_native_password"])("log in by %s", (plugin) => {
    expect(isPasswordPlugin(plugin)).toBe(true);
    expect(() => requirePasswordAccount({ account, plugin })).not.toThrow();
  });

  it("with another plugin are refused, by the plugin's name", () => {
    expect(() => requirePasswordAccount({ account, plugin: "AWSAuthenticationPlugin" })).toThrow(
      "found: the plugin AWSAuthenticationPlugin; allowed: caching_sha2_password, sha256_password, mysql_native_password",
    );
  });

  it.each(["X509", "ISSUER '/CN=ca'", "SSL SUBJECT '/CN=shop'", "SUBJECT 'it''s' ISSUER 'x'", "ISSUER'/CN=ca'"])(
    "that require %s are refused",
    (rule) => expect(() => requireNoCertificate(withRule(rule))).toThrow(`found: REQUIRE ${rule};`),
  );

  it.each(["SSL", "NONE", "CIPHER 'X509'", "CIPHER 'a\\'X509'", "CIPHER 'it''s X509'", "MYX509"])(
    "that require %s are not",
    (rule) => expect(() => requireNoCertificate(withRule(rule))).not.toThrow(),
  );

  it("without a rule are not refused, and of a long rule the beginning is shown", () => {
    expect(() => requireNoCertificate({ account, clauses: new Map() })).not.toThrow();
    const rule = `SUBJECT '${"s".repeat(300)}'`;
    expect(() => requireNoCertificate(withRule(rule))).toThrow(`found: ${`REQUIRE ${rule}`.slice(0, 200)};`);
  });
});

describe("hosts", () => {
  it("are the same in any case, with and without the dot at the end", () => {
    expect(isSameHost("DB.test.", "db.TEST")).toBe(true);
    expect(isSameHost("db.test", "dbxtest")).toBe(false);
    expect(isSameHost("db..test", "db.test")).toBe(false);
    expect(() => requireSameHost(valueWith({}), undefined, "its admin secret")).not.toThrow();
    expect(() => requireSameHost(valueWith({}), "DB.TEST.", "its admin secret")).not.toThrow();
    expect(() => requireSameHost(valueWith({}), "other.test", "its admin secret")).toThrow(
      'the secret and its admin secret name different hosts; found: "db.test" and "other.test"; allowed: the same host in both',
    );
  });

  it("are allowed by a list, and all by an empty one", () => {
    expect(() => requireAllowedHost("db.test", [])).not.toThrow();
    expect(() => requireAllowedHost("DB.test.", ["other.test", "db.test"])).not.toThrow();
    expect(() => requireAllowedHost("evil.test", ["one.test", "two.test"])).toThrow("allowed: one.test, two.test");
  });
});

describe("requireAdminSecret", () => {
  it("gives the ARN or the name of another secret", () => {
    for (const masterarn of [`${ARN}2`, "admin", "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop2-AbCdEf"])
      expect(requireAdminSecret(valueWith({ masterarn }), ARN)).toBe(masterarn);
  });

  it.each([ARN, "shop"])("refuses the secret itself, as %s", (masterarn) => {
    expect(() => requireAdminSecret(valueWith({ masterarn }), ARN)).toThrow("the secret names itself as its admin");
  });

  it("takes only the last six characters for those that Secrets Manager has added", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf-GhIjKl";
    expect(() => requireAdminSecret(valueWith({ masterarn: "shop-AbCdEf" }), arn)).toThrow("names itself");
    expect(requireAdminSecret(valueWith({ masterarn: "shop" }), arn)).toBe("shop");
    expect(requireAdminSecret(valueWith({ masterarn: "op" }), ARN)).toBe("op");
  });
});

describe("the server", () => {
  it("is reached with TLS, or without where the value asks for it and the function allows it", () => {
    expect(transportOf(valueWith({}), false)).toBe("verified");
    expect(transportOf(valueWith({ ssl: true }), true)).toBe("verified");
    expect(transportOf(valueWith({ ssl: false }), true)).toBe("plaintext");
    expect(() => transportOf(valueWith({ ssl: false }), false)).toThrow('found: "ssl" is false');
  });

  it("is of the kind that the value says, and a known one", () => {
    expect(() => requireKnownServer(server({}), "mysql")).not.toThrow();
    expect(() => requireEngine(server({ flavour: "mariadb", version: "11.8-MariaDB" }), "mysql")).toThrow(
      'found: "engine" is "mysql", and the server says 11.8-MariaDB; allowed: "engine" as the server is: "mariadb"',
    );
    const version = `5.7.${"4".repeat(100)}`;
    expect(() => requireKnownServer(server({ supported: false, version }), "mysql")).toThrow(
      `found: ${version.slice(0, 60)}; allowed: MySQL 8.0.21 and later`,
    );
    expect(() => requireEngine(server({ version }), "mariadb")).toThrow(`says ${version.slice(0, 60)}; allowed`);
  });
});
