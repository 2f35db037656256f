import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { connect } from "../../../local/sandbox/connect";
import { databaseCaFile, keptPaths } from "../../../local/sandbox/paths";
import { DEBIANS_MYSQL, onPath, restorePath, stubClient } from "../../support/programs-on-path";
import { temporaryFolder } from "../../support/temporary-folder";

const LOGIN = { host: "localhost", port: 3307, dbname: "shop", username: "shop", password: 'a"b\\c#d;e' };
const paths = keptPaths({ LOCAL_AWS_FOLDER: path.join(temporaryFolder(), "a folder") });

beforeAll(() => {
  mkdirSync(paths.state, { recursive: true });
  writeFileSync(databaseCaFile(paths), "roots");
});
afterEach(restorePath);

describe("connect", () => {
  test("passes options on to the client, verifies the server in its way, and returns its exit code", async () => {
    const folder = onPath({ mysql: stubClient(DEBIANS_MYSQL) });
    expect(await connect(paths, LOGIN, ["-e", "select 1", "--table"])).toBe(3);
    const [file = "", ...rest] = readFileSync(path.join(folder, "mysql.arguments"), "utf8").trim().split("\n");
    expect(rest).toEqual(["--database=shop", "-e", "select 1", "--table"]);
    expect(file).not.toContain(LOGIN.password);
    expect(existsSync(file.replace("--defaults-extra-file=", ""))).toBe(false);
    expect(readFileSync(path.join(folder, "mysql.options"), "utf8")).toContain("\nssl-verify-server-cert\n");
  });

  test("fails with a code of this program where there is no client", async () => {
    onPath({});
    await expect(connect(paths, LOGIN, [])).rejects.toMatchObject({ code: "command_failed", exitCode: 1 });
  });
});
