import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeIfChanged } from "../../../rotation-fn/package/write-if-changed";
import { temporaryFolder } from "../../support/temporary-folder";

describe("writing a file when it changed", () => {
  test("makes the folders and leaves no temporary file", async () => {
    const folder = path.join(temporaryFolder(), "new folder");
    await writeIfChanged(path.join(folder, "a.zip"), Buffer.from("one"));
    expect(readdirSync(folder)).toEqual(["a.zip"]);
    expect(readFileSync(path.join(folder, "a.zip"), "utf8")).toBe("one");
  });

  test("does not touch a file that already holds the bytes", async () => {
    const file = path.join(temporaryFolder(), "a.zip");
    writeFileSync(file, "one");
    utimesSync(file, 1_000_000, 1_000_000);
    await writeIfChanged(file, Buffer.from("one"));
    expect(statSync(file).mtimeMs).toBe(1_000_000_000);
    await writeIfChanged(file, Buffer.from("two"));
    expect(statSync(file).mtimeMs).not.toBe(1_000_000_000);
  });

  test("lets several writers at once leave one whole file", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "a.zip");
    const contents = ["x", "y", "z"].map((letter) => Buffer.alloc(200_000, letter));
    await Promise.all(contents.map((bytes) => writeIfChanged(file, bytes)));
    expect(contents.some((bytes) => bytes.equals(readFileSync(file)))).toBe(true);
    expect(readdirSync(folder)).toEqual(["a.zip"]);
  });

  test("removes its temporary file when the target cannot be replaced", async () => {
    const folder = temporaryFolder();
    await writeIfChanged(path.join(folder, "taken", "inner"), Buffer.from("one"));
    await expect(writeIfChanged(path.join(folder, "taken"), Buffer.from("two"))).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["taken"]);
  });
});
