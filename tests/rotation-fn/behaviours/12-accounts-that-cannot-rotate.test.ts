import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { requireNoCertificate } from "../../../rotation-fn/strategies/guards";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { emptySecret } from "../../support/empty-secret";
import { MADE_BY_HAND, type ManualUser, manualUser } from "../../support/manual-user";
import { itOnMysql } from "../../support/mysql";
import { otherPlugin } from "../../support/other-plugin";
import { asRoot } from "../../support/rotation-world";

const sha1 = (data: string | Buffer): Buffer => createHash("sha1").update(data).digest();
const nativeHash = (password: string): string => `*${sha1(sha1(password)).toString("hex").toUpperCase()}`;
const upgrade = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "database.md"), "utf8");

describe("12. Errors name what is wrong: accounts that no password lets in", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const strategy = (name: string) => ({ tags: [{ Key: "rotation:strategy", Value: name }] });
  const setSecret = async (made: ManualUser): Promise<Error & { code?: string }> => {
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    return made.secret.step("setSecret", token).then(
      () => new Error("it worked"),
      (error: Error) => error,
    );
  };

  /** Once it is cured, the rotation that failed ends. */
  const goOn = async (made: ManualUser): Promise<void> => {
    const labels = Object.entries(await made.secret.labels());
    const [token = ""] = labels.find(([, names]) => names.includes("AWSPENDING")) ?? [];
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await made.secret.step(step, token);
  };

  describe.each(["alternating-users", "admin-rotated", "single-user"])("%s", (name) => {
    itOnMysql()(
      "a plugin that the server does not have (1524): the statement that helps, and the query before an upgrade",
      async () => {
        const made = await manualUser(world, strategy(name));
        await otherPlugin(made.username, "%", "mysql_native_password", nativeHash(MADE_BY_HAND));
        const error = await setSecret(made);
        expect(error).toMatchObject({ code: "unsupported_account", effect: "none" });
        expect(error.message).toMatch(/1524 .*mysql_native_password/);
        const query =
          /SELECT User, Host FROM mysql\.user WHERE plugin = 'mysql_native_password'/.exec(upgrade)?.[0] ?? "";
        expect((await asRoot(query))[0]).toContainEqual({ User: made.username, Host: "%" });
        const [statement = ""] =
          /ALTER USER … IDENTIFIED WITH caching_sha2_password BY '[^']*'/.exec(error.message) ?? [];
        await asRoot(
          statement.replace("…", `'${made.username}'@'%'`).replace("<password in AWSCURRENT>", MADE_BY_HAND),
        );
        await goOn(made);
      },
    );

    it.each(["REQUIRE X509", "REQUIRE ISSUER '/CN=x509'", "REQUIRE SUBJECT '/CN=app'"])(
      "%s: the error says that no password helps, and the audit names the account and does not call applications locked out",
      async (clauses) => {
        const made = await manualUser(world, { ...strategy(name), clauses });
        const error = await setSecret(made);
        expect(error.message).toMatch(
          /requires a client certificate \(REQUIRE X509, ISSUER, SUBJECT\) is refused alike/,
        );
        const found = await world.auditOne(made.secret);
        expect(found).toMatchObject({
          healthy: false,
          auditFailed: true,
          problems: expect.arrayContaining([
            expect.stringMatching(
              `^unsupported_account: the account '${made.username}'@'%' requires a client certificate`,
            ),
          ]),
        });
        expect(found).not.toHaveProperty("loginFails");
        await made.sql(`ALTER USER \`${made.username}\`@'%' REQUIRE SSL`);
        await goOn(made);
      },
    );
  });

  it("a cipher whose name reads like the clause is no matter of it", () => {
    const account = { user: "shop", host: "%" };
    const requiring = (rule: string) => () => requireNoCertificate({ account, clauses: new Map([["REQUIRE", rule]]) });
    expect(requiring("CIPHER 'X509 it''s \\' SUBJECT'")).not.toThrow();
    expect(requiring("CIPHER 'any' SUBJECT '/CN=app'")).toThrow(/requires a client certificate/);
  });

  it("provisioning refuses an account of the secret that requires a certificate, before it sets a password", async () => {
    const empty = await emptySecret(world);
    await empty.provision();
    await asRoot(`ALTER USER \`${empty.username}\`@'%' REQUIRE X509`);
    await expect(empty.provision()).rejects.toThrow(
      expect.objectContaining({
        code: "unsupported_account",
        message: expect.stringContaining("requires a client certificate"),
      }),
    );
  });
});
