import { existsSync, mkdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lendLibaio } from "../../../../local/mysql/sources/libaio";
import { newFolder, removeFolders } from "../fake-program";

afterEach(removeFolders);

const librariesWith = (...names: string[]): string => {
  const folder = join(newFolder(), "x86_64-linux-gnu");
  mkdirSync(folder);
  for (const name of names) writeFileSync(join(folder, name), "");
  return join(folder, "..");
};
const LENT = ["lib", "private", "libaio.so.1"] as const;

describe("the libaio of a downloaded MySQL", () => {
  it("is the system's, where that has another name", async () => {
    const [mysql, libraries] = [newFolder(), librariesWith("libaio.so.1t64")];
    await lendLibaio(mysql, libraries);
    expect(readlinkSync(join(mysql, ...LENT))).toBe(join(libraries, "x86_64-linux-gnu", "libaio.so.1t64"));
  });

  it.each([
    ["the system has it under its usual name", ["libaio.so.1", "libaio.so.1t64"]],
    ["the system has none", ["libc.so.6"]],
  ])("is left alone when %s", async (_, names) => {
    const mysql = newFolder();
    await lendLibaio(mysql, librariesWith(...names));
    expect(existsSync(join(mysql, ...LENT))).toBe(false);
  });

  it("is left alone where there are no such folders, or the build brings its own", async () => {
    const mysql = newFolder();
    await lendLibaio(mysql, join(mysql, "no-such-folder"));
    mkdirSync(join(mysql, "lib", "private"), { recursive: true });
    writeFileSync(join(mysql, ...LENT), "its own");
    await lendLibaio(mysql, librariesWith("libaio.so.1t64"));
    expect(() => readlinkSync(join(mysql, ...LENT))).toThrow(/EINVAL/);
  });
});
