import { inShort, mergeFindings } from "../../../rotation-fn/actions/audit-findings";
import { auditPart, unavailable } from "../../../rotation-fn/actions/audit-part";
import { auditPlugins, endingPlugins } from "../../../rotation-fn/actions/audit-plugins";
import { RotationError } from "../../../rotation-fn/errors";
import type { HumanHelp } from "../../../rotation-fn/needs-human";
import type { ListedAccount } from "../../../rotation-fn/ports/account";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";

const help = (command: string): HumanHelp => ({ needsHuman: true, command });
const failure = (code: "rotation_in_progress" | "network_unreachable" | "login_refused", found?: string) =>
  new RotationError(code, { problem: "it failed", ...(found === undefined ? {} : { found }), remedy: "look" });
const listed = (host: string, members: Partial<ListedAccount> = {}): ListedAccount => ({
  ...{ user: "shop", host, hasSecondPassword: false, isLocked: false, plugin: "mysql_native_password" },
  ...members,
});

describe("the findings of several parts", () => {
  it("are healthy where there are none", () => {
    expect(mergeFindings([{}, {}])).toStrictEqual({ auditFailed: false, problems: [] });
  });

  it("keep every reading and problem, and one failed part fails the whole", () => {
    const parts = [
      { daysSinceRotation: 2, problems: ["one"] },
      { auditFailed: true, problems: ["two", "three"] },
      { grantDrift: 0 },
    ];
    expect(mergeFindings(parts)).toEqual({
      ...{ daysSinceRotation: 2, grantDrift: 0 },
      ...{ auditFailed: true, problems: ["one", "two", "three"] },
    });
  });

  it("have the help of a failing login before any other, and otherwise the first help", () => {
    const [stuck, login, accounts] = [{ help: help("a") }, { loginFails: true, help: help("b") }, { help: help("c") }];
    expect(mergeFindings([stuck, login, accounts]).help).toEqual(help("b"));
    expect(mergeFindings([{}, stuck, { ...login, loginFails: false }]).help).toEqual(help("a"));
    expect(mergeFindings([{ loginFails: true }, accounts]).help).toEqual(help("c"));
  });
});

describe("a list in short", () => {
  it("names ten and counts the others", () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    expect(inShort(names.slice(0, 10))).toBe("n0; n1; n2; n3; n4; n5; n6; n7; n8; n9");
    expect(inShort(names)).toBe("n0; n1; n2; n3; n4; n5; n6; n7; n8; n9; and 2 more");
  });
});

describe("a part of an audit", () => {
  it("gives its findings, at once or later", async () => {
    expect(await auditPart("app", () => ({ grantDrift: 1 }))).toEqual({ grantDrift: 1 });
    expect(await auditPart("app", async () => ({ grantDrift: 2 }))).toEqual({ grantDrift: 2 });
  });

  it("that fails says why, and with which command a person goes on", async () => {
    expect(await auditPart("app", () => Promise.reject(failure("network_unreachable", "ETIMEDOUT")))).toStrictEqual({
      auditFailed: true,
      problems: [expect.stringMatching(/^network_unreachable: .*it failed/)],
    });
    expect(unavailable(failure("login_refused"), "app")).toEqual({
      auditFailed: true,
      problems: [expect.stringMatching(/^login_refused: .*it failed/)],
      help: { needsHuman: true, command: expect.any(String) },
    });
  });

  it("during a rotation leaves the answer to the next audit", () => {
    const sentence = (found: string) =>
      `not known whether the accounts are as they should be: it failed (${found}); the next audit will tell`;
    for (const found of ["a lock", ""])
      expect(unavailable(failure("rotation_in_progress", found || undefined), "app")).toEqual({
        auditFailed: true,
        problems: [sentence(found)],
      });
  });

  it("that fails by a defect shows nothing of its text", () => {
    const sentence = (kind: string) => `internal_error: the audit of this secret failed (${kind})`;
    expect(unavailable(new TypeError("p-secret"), "app")).toEqual({
      auditFailed: true,
      problems: [sentence("TypeError")],
    });
    expect(unavailable("p-secret", "app").problems).toEqual([sentence("string")]);
  });
});

describe("accounts whose plugin ends with MySQL 8.4", () => {
  it("are named with the statement that changes the first of them", () => {
    const [deviation, ...others] = endingPlugins([listed("%"), listed("10.%")], { flavour: "mysql" });
    expect(others).toEqual([]);
    expect(deviation).toEqual({
      problem:
        "'shop'@'%', 'shop'@'10.%' log in by mysql_native_password, which MySQL 9 does not have: before the upgrade, as the admin, " +
        "ALTER USER 'shop'@'%' IDENTIFIED WITH caching_sha2_password BY '<its password in the secret>' (docs/database.md)",
      count: 2,
    });
    expect(endingPlugins([listed("%")], { flavour: "mysql" })).toMatchObject([
      { problem: expect.stringMatching(/^'shop'@'%' logs in by mysql_native_password, /), count: 1 },
    ]);
  });

  it("are no finding where nobody can log in to them, with another plugin, or on MariaDB", () => {
    const accounts = [listed("%", { isLocked: true }), listed("10.%", { plugin: "caching_sha2_password" })];
    expect(endingPlugins(accounts, { flavour: "mysql" })).toEqual([]);
    expect(endingPlugins([], { flavour: "mysql" })).toEqual([]);
    expect(endingPlugins([listed("%")], { flavour: "mariadb" })).toEqual([]);
  });

  it("are looked for among the users of the secret, on the server of the session", async () => {
    const session = {
      accountsNamed: async (users: readonly string[]) => users.map((user) => listed("%", { user })),
      identity: { server: { flavour: "mysql" } },
    } as unknown as DatabaseSession;
    expect(await auditPlugins(session, ["shop", "shop_clone"])).toMatchObject([{ count: 2 }]);
  });
});
