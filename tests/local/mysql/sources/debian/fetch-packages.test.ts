import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchPackages } from "../../../../../local/mysql/sources/debian/fetch-packages";
import { newFolder, removeFolders } from "../../fake-program";

const originalPath = process.env.PATH;
afterEach(() => {
  process.env.PATH = originalPath;
  removeFolders();
});

const request = {
  packageName: "mysql-server-core",
  suite: "sid",
  mirror: "http://mirror.example/debian",
  keyring: "/usr/share/keyrings/debian-archive-keyring.gpg",
  architecture: "arm64",
};

/** Puts an apt-get and a dpkg-deb first on the PATH that note how they are called and copy what apt is told. */
function fakeTools(aptScript: string): string {
  const folder = newFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const tool = (name: string, script: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\nNOTES="${folder}"\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  tool(
    "apt-get",
    `echo "$@" | sed "s#$2#CONF#" >> "$NOTES/calls"; cp "$2" "$NOTES/conf"; WORK=$(dirname "$2")\n${aptScript}`,
  );
  tool("dpkg-deb", `echo "dpkg-deb $1 $(basename "$2")" >> "$NOTES/calls"; echo x > "$3/$(basename "$2")"`);
  process.env.PATH = `${bin}:${originalPath}`;
  return folder;
}

describe("fetching Debian's packages", () => {
  it("gives apt a world of its own, has it verify signatures, and unpacks without installing", async () => {
    const notes = fakeTools(
      'cp "$WORK/sources.list" "$NOTES/list"; case "$*" in *install*) touch "$WORK/cache/archives/mysql-server-core_9_arm64.deb" "$WORK/cache/archives/perl-base_5_arm64.deb";; esac',
    );
    const target = join(newFolder(), "target");
    await fetchPackages(request, target);
    expect(readFileSync(join(notes, "calls"), "utf8").trim().split("\n")).toEqual([
      "-c CONF -q update",
      "-c CONF -q -y --download-only install mysql-server-core",
      "dpkg-deb --extract mysql-server-core_9_arm64.deb",
    ]);
    expect(readdirSync(target)).toEqual(["mysql-server-core_9_arm64.deb"]);
    expect(readFileSync(join(notes, "list"), "utf8")).toBe(
      `deb [arch=arm64 signed-by=${request.keyring}] ${request.mirror} sid main\n`,
    );
    const conf = readFileSync(join(notes, "conf"), "utf8");
    const work = /Dir::State "(.*)\/state"/.exec(conf)?.[1] ?? "";
    for (const name of ["State::status", "Cache", "Etc::sourcelist", "Etc::sourceparts", "Log"]) {
      expect(conf).toMatch(new RegExp(`^Dir::${name} "${work}`, "m"));
    }
    expect(conf).toMatch(/AllowInsecureRepositories "false"/);
    expect(conf).toMatch(/AllowUnauthenticated "false"/);
    expect(existsSync(work)).toBe(false);
  });

  it("says what apt complained about, unpacks nothing and removes what it made", async () => {
    const notes = fakeTools('echo "E: The repository is not signed." >&2; exit 100');
    const target = join(newFolder(), "target");
    await expect(fetchPackages(request, target)).rejects.toThrow(/apt-get ended with exit code 100; .*not signed/);
    expect(existsSync(target)).toBe(false);
    const work = /Dir::State "(.*)\/state"/.exec(readFileSync(join(notes, "conf"), "utf8"))?.[1] ?? "";
    expect(work).not.toBe("");
    expect(existsSync(work)).toBe(false);
  });
});
