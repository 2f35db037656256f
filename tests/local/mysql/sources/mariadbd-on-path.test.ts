import { renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mariadbdOnPath } from "../../../../local/mysql/sources/mariadbd-on-path";
import { folderWithMysqld, removeFolders } from "../fake-program";
import { withSystemTables } from "../system-tables-fixture";

afterEach(removeFolders);

/** An installation: a program that says this of itself, and the SQL of its package. */
function installed(versionLine: string, { prefix = "mysql" } = {}) {
  const folder = folderWithMysqld(`echo "mariadbd  Ver ${versionLine}"`);
  renameSync(join(folder, "mysqld"), join(folder, "mariadbd"));
  const files = withSystemTables(join(dirname(folder), "share", "mysql"), prefix);
  return { folder, files, find: () => mariadbdOnPath.findLocal({ PATH: folder }) };
}

describe("mariadbd on the PATH", () => {
  it.each([
    ["10.11.18-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64", "mysql", "10.11.18"],
    ["11.8.9-MariaDB-4 from Debian for debian-linux-gnu on x86_64", "mariadb", "11.8.9"],
  ])("is found with its SQL of the system tables (%s)", async (line, prefix, version) => {
    const { folder, files, find } = installed(line, { prefix });
    expect(await find()).toEqual({
      program: {
        command: join(folder, "mariadbd"),
        leadingArguments: [],
        serverArguments: [],
        systemTables: files,
        version,
        source: `mariadbd on the PATH (${join(folder, "mariadbd")})`,
      },
    });
  });

  it.each([
    ["too old", "10.6.21-MariaDB for Linux", /is MariaDB 10\.6\.21; 10\.11 or later is needed/],
    ["a MySQL", "8.4.9 for Linux on x86_64", /is MySQL; MariaDB is wanted/],
  ])("is passed over, with the reason, when it is %s", async (_, line, reason) => {
    expect(await installed(line).find()).toMatchObject({ missing: expect.stringMatching(reason) });
  });

  it("is passed over without the SQL of its system tables, and without all of it", async () => {
    const { files, find } = installed("10.11.18-MariaDB");
    renameSync(files[2] ?? "", `${files[2]}.gone`);
    const without = { missing: expect.stringContaining("has no SQL of the system tables beside it") };
    expect(await find()).toEqual(without);
    writeFileSync(files[2] ?? "", "");
    expect(await find()).not.toEqual(without);
  });
});
