import { isStoredPassword, storedHash } from "../../../rotation-fn/adapters/stored-password";
import { uniqueName } from "../../support/mysql";
import { asRoot } from "../../support/rotation-world";

/** The row of SHOW CREATE USER of an account with this password, as the function's session sees it. */
async function rowOf(plugin: string, password: string): Promise<string> {
  const user = uniqueName("stored");
  const quoted = password.replace(/[\\']/g, "\\$&");
  const results = await asRoot(
    `CREATE USER ${user} IDENTIFIED WITH ${plugin} BY '${quoted}'`,
    "SET SESSION print_identified_with_as_hex = ON",
    `SHOW CREATE USER ${user}`,
    `DROP USER ${user}`,
  );
  return String(Object.values(results[2]?.[0] ?? {})[0]);
}

const CREATE = "CREATE USER `app`@`%` IDENTIFIED WITH 'caching_sha2_password'";

describe("the password behind a hash", () => {
  describe.each(["caching_sha2_password", "sha256_password"])("of %s", (plugin) => {
    it.each(["a", "x".repeat(31), "x".repeat(32), "x".repeat(33), "z".repeat(128), `ü'\\"$*é`])(
      "is recognised: %s",
      async (password) => {
        const hash = storedHash(await rowOf(plugin, password)) ?? Buffer.alloc(0);
        expect(isStoredPassword(hash, password)).toBe(true);
        for (const other of [`${password} `, password.slice(1), password.toUpperCase() + password, ""]) {
          expect(isStoredPassword(hash, other)).toBe(false);
        }
      },
    );
  });

  it("of mysql_native_password is recognised", () => {
    const hash = Buffer.from("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
    expect(isStoredPassword(hash, "password")).toBe(true);
    expect(isStoredPassword(hash, "Password")).toBe(false);
  });

  it.each([
    ["an unknown form", "$B$005$abcdefghijklmnopqrst0123456789012345678901234567890123456789012"],
    ["the known form with more rounds than there is time for", `$A$FFF$${"s".repeat(20)}${"h".repeat(43)}`],
    ["the known form cut short", `$A$005$${"s".repeat(20)}${"h".repeat(42)}`],
    ["nothing", ""],
  ])("cannot be told from %s: neither yes nor no", (_, hash) => {
    expect(isStoredPassword(Buffer.from(hash), "password")).toBeUndefined();
  });
});

describe("the hash in a row of SHOW CREATE USER", () => {
  it("is read as bytes, in hexadecimal or, where all of it is printable, as a string", () => {
    expect(storedHash(`${CREATE} AS 0x24410A REQUIRE NONE`)).toEqual(Buffer.from("$A\n"));
    expect(storedHash(`${CREATE} AS '$A\\'$' REQUIRE NONE`)).toEqual(Buffer.from("$A'$"));
  });

  it.each([`${CREATE} AS <secret> REQUIRE NONE`, `${CREATE} REQUIRE NONE`])("is not there: %s", (row) => {
    expect(storedHash(row)).toBeUndefined();
  });
});

describe("a password that no account can have", () => {
  it("is told from a hash at once, however long it is", () => {
    const hash = Buffer.concat([Buffer.from("$A$005$"), Buffer.alloc(20, 7), Buffer.from("x".repeat(43))]);
    const before = process.cpuUsage(); // a busy machine takes longer, and no more of a processor
    expect(isStoredPassword(hash, "p".repeat(60_000))).toBe(false);
    expect(process.cpuUsage(before).user).toBeLessThan(100_000);
  });
});
