import { existsSync, readFileSync, statSync } from "node:fs";
import { clientOptions, optionFile } from "../../../ops/database/option-file";

const LOGIN = { host: "db.example", port: 3306, dbname: "shop", username: "shop", password: 'a"b\\c#d;e' };
const DIRECT = { host: "localhost", port: 3307, isTunnel: false, caPem: "roots" };

describe("a client's option file", () => {
  test("verifies the server, and keeps a password as it is, whatever is in it", () => {
    expect(clientOptions({ ...DIRECT, caFile: "/folder with spaces/ca.pem" }, LOGIN, "MySQL").split("\n")).toEqual([
      "[client]",
      'host="localhost"',
      "port=3307",
      "protocol=tcp",
      'user="shop"',
      'password="a\\"b\\\\c#d;e"',
      'ssl-ca="/folder with spaces/ca.pem"',
      "ssl-mode=VERIFY_IDENTITY",
      "",
    ]);
  });

  test.each([
    ["MySQL", false, "ssl-mode=VERIFY_IDENTITY"],
    ["MySQL", true, "ssl-mode=VERIFY_CA"],
    ["MariaDB", false, "ssl\nssl-verify-server-cert"],
    ["MariaDB", true, "ssl\nskip-ssl-verify-server-cert"],
  ] as const)("tells %s's client, with a tunnel: %s, how far it can verify", (kind, isTunnel, lines) => {
    expect(clientOptions({ ...DIRECT, isTunnel, caFile: "/ca.pem" }, LOGIN, kind)).toContain(`\n${lines}\n`);
  });

  test("can be read by this user only, takes another login, and goes with its certificates", () => {
    const options = optionFile(DIRECT, LOGIN, "MySQL");
    const [, caFile = ""] = /ssl-ca="(.*)"/.exec(readFileSync(options.file, "utf8")) ?? [];
    expect(readFileSync(caFile, "utf8")).toBe("roots");
    options.write({ ...LOGIN, username: "shop_clone", password: "other" });
    expect(readFileSync(options.file, "utf8")).toMatch(/user="shop_clone"\npassword="other"\n/);
    expect(statSync(options.file).mode & 0o777).toBe(0o600);
    options.remove();
    expect([existsSync(options.file), existsSync(caFile)]).toEqual([false, false]);
  });
});
