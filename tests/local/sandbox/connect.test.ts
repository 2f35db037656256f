import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findClient } from "../../../local/sandbox/client-program";
import { clientOptions, connect } from "../../../local/sandbox/connect";
import { keptPaths } from "../../../local/sandbox/paths";
import { temporaryFolder } from "../../support/temporary-folder";

const LOGIN = { host: "localhost", port: 3307, dbname: "shop", username: "shop", password: 'a"b\\c#d;e' };
const DEBIANS = "mysql  Ver 15.1 Distrib 10.11.11-MariaDB, for debian-linux-gnu (x86_64)";
const ORACLES = "mysql  Ver 8.4.6 for Linux on x86_64 (MySQL Community Server - GPL)";

const before = process.env.PATH;
afterEach(() => {
  process.env.PATH = before;
});

/** Puts programs of these names alone on the PATH. Each prints its version line, and writes what it was given to a file beside it. */
function onPath(programs: Readonly<Record<string, string>>): string {
  const folder = path.join(temporaryFolder(), "programs in a folder");
  mkdirSync(folder, { recursive: true });
  for (const [name, version] of Object.entries(programs)) {
    const script = [
      "#!/bin/sh",
      `for last; do :; done; if [ "$last" = --version ]; then echo '${version}'; exit; fi`,
      `printf '%s\\n' "$@" > "$0.arguments"; /bin/cat "\${1#--defaults-extra-file=}" > "$0.options"; exit 3`,
    ];
    writeFileSync(path.join(folder, name), `${script.join("\n")}\n`);
    chmodSync(path.join(folder, name), 0o700);
  }
  process.env.PATH = folder;
  return folder;
}

describe("connect", () => {
  test.each([
    ["MySQL's client", { mysql: ORACLES }, { command: "mysql", kind: "MySQL" }],
    ["Debian's mysql, which is MariaDB's", { mysql: DEBIANS }, { command: "mysql", kind: "MariaDB" }],
    ["a client that is called mariadb", { mariadb: DEBIANS }, { command: "mariadb", kind: "MariaDB" }],
  ])("finds %s", (_, programs, expected) => {
    onPath(programs);
    expect(findClient()).toEqual(expected);
  });

  test("says how to do without a client where there is none", () => {
    onPath({});
    expect(findClient).toThrow(/neither mysql nor mariadb.*npm run local -- sql shop/);
  });

  test("passes options on to the client, verifies the server in its way, and returns its exit code", () => {
    const folder = onPath({ mysql: DEBIANS });
    const paths = keptPaths({ LOCAL_AWS_FOLDER: path.join(temporaryFolder(), "a folder") });
    expect(connect(paths, LOGIN, ["-e", "select 1", "--table"])).toBe(3);
    const [file = "", ...rest] = readFileSync(path.join(folder, "mysql.arguments"), "utf8").trim().split("\n");
    expect(rest).toEqual(["--database=shop", "-e", "select 1", "--table"]);
    expect(file).not.toContain(LOGIN.password);
    expect(existsSync(file.replace("--defaults-extra-file=", ""))).toBe(false);
    const options = readFileSync(path.join(folder, "mysql.options"), "utf8");
    expect(options).toContain("ssl-verify-server-cert\n");
    expect(options).not.toContain("ssl-mode");
  });

  test("verifies the server, and keeps a password as it is, whatever is in it", () => {
    expect(clientOptions(LOGIN, "/folder with spaces/ca.pem", "MySQL").split("\n")).toEqual([
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
});
