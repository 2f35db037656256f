import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { mysqldOnPath } from "../../../../local/mysql/sources/mysqld-on-path";
import { folderWithMysqld, newFolder, removeFolders } from "../fake-program";

afterEach(removeFolders);

const find = (...folders: string[]) => mysqldOnPath.findLocal({ PATH: folders.join(delimiter) });
const mysql84 = () => folderWithMysqld('echo "mysqld  Ver 8.4.9 for Linux on x86_64 (MySQL Community Server - GPL)"');

describe("mysqld on the PATH", () => {
  it("is found, with its version and where it is", async () => {
    const folder = mysql84();
    expect(await find(newFolder(), folder)).toEqual({
      program: {
        command: join(folder, "mysqld"),
        leadingArguments: [],
        serverArguments: [],
        version: "8.4.9",
        source: `mysqld on the PATH (${join(folder, "mysqld")})`,
      },
    });
  });

  it("is the next one when the first is MariaDB", async () => {
    const mariadb = folderWithMysqld('echo "mysqld  Ver 10.11.11-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64"');
    const folder = mysql84();
    expect(await find(mariadb, folder)).toMatchObject({ program: { command: join(folder, "mysqld") } });
  });

  it("is the next one when the first is of another series than MYSQL_VERSION asks for", async () => {
    const other = folderWithMysqld('echo "mysqld  Ver 9.7.2 for Linux on x86_64 (MySQL Community Server - GPL)"');
    const [folder, PATH] = [mysql84(), (...folders: string[]) => folders.join(delimiter)];
    const asked = (path: string, MYSQL_VERSION: string) => mysqldOnPath.findLocal({ PATH: path, MYSQL_VERSION });
    expect(await asked(PATH(other, folder), "8.4")).toMatchObject({ program: { command: join(folder, "mysqld") } });
    expect(await asked(PATH(other, folder), "9")).toMatchObject({ program: { command: join(other, "mysqld") } });
    const none = await asked(PATH(other, folder), "8.0");
    if ("program" in none)
      expect(none.program.version).toMatch(/^8\.0\./); // the usual folders may hold one
    else {
      expect(none.missing).toContain(
        `(${join(other, "mysqld")}) is MySQL 9.7.2; MYSQL_VERSION=8.0 asks for another series`,
      );
      expect(none.missing).toContain(`(${join(folder, "mysqld")}) is MySQL 8.4.9; MYSQL_VERSION=8.0 asks for`);
    }
  });

  it.each([
    ["MariaDB", 'echo "mysqld  Ver 10.11.11-MariaDB-0+deb12u1"', /is MariaDB; MySQL is wanted/],
    ["too old", 'echo "mysqld  Ver 8.0.20 for Linux"', /is MySQL 8\.0\.20; 8\.0\.21 or later is needed/],
    ["much too old", 'echo "mysqld  Ver 5.7.44 for Linux"', /is MySQL 5\.7\.44/],
    ["broken", 'echo "cannot open libaio.so.1" >&2; exit 127', /exit code 127; it wrote: cannot open libaio\.so\.1/],
    ["silent", "exit 0", /does not say its version/],
  ])("is passed over, with the reason, when it is %s", async (_, script, reason) => {
    const finding = await find(folderWithMysqld(script));
    expect("missing" in finding && finding.missing).toMatch(reason);
  });

  it.each(["8.0.21", "8.0.44", "8.4.0", "9.7.4", "26.7.0"])("may be %s", async (version) => {
    expect(await find(folderWithMysqld(`echo "mysqld  Ver ${version}-0ubuntu0.22.04.1 for Linux"`))).toMatchObject({
      program: { version },
    });
  });

  it("is neither a folder of that name nor a file that cannot be run", async () => {
    const notPrograms = [newFolder(), newFolder()];
    mkdirSync(join(notPrograms[0] ?? "", "mysqld"));
    writeFileSync(join(notPrograms[1] ?? "", "mysqld"), "text");
    const finding = JSON.stringify(await find(...notPrograms)); // the usual folders may hold one
    for (const folder of notPrograms) expect(finding).not.toContain(folder);
  });
});
