import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCachedFolder } from "../../../local/mysql/make-cached-folder";
import { newFolder, removeFolders } from "./fake-program";

afterEach(removeFolders);

const fill = (text: string) => async (folder: string) => {
  mkdirSync(folder);
  writeFileSync(join(folder, "file"), text);
};

describe("a folder of the cache", () => {
  it("appears complete", async () => {
    const cache = newFolder();
    await makeCachedFolder(join(cache, "kept"), fill("content"));
    expect(readdirSync(cache)).toEqual(["kept"]);
    expect(readFileSync(join(cache, "kept", "file"), "utf8")).toBe("content");
  });

  it("does not appear when making it fails, and nothing is left", async () => {
    const cache = newFolder();
    const failing = async (folder: string): Promise<void> => {
      await fill("half")(folder);
      throw new Error("disk full");
    };
    await expect(makeCachedFolder(join(cache, "kept"), failing)).rejects.toThrow("disk full");
    expect(readdirSync(cache)).toEqual([]);
  });

  it("is that of the first process when two make it at once", async () => {
    const cache = newFolder();
    const kept = join(cache, "kept");
    await makeCachedFolder(kept, async (folder) => {
      await makeCachedFolder(kept, fill("first"));
      await fill("second")(folder);
    });
    expect(readdirSync(cache)).toEqual(["kept"]);
    expect(readFileSync(join(kept, "file"), "utf8")).toBe("first");
  });

  it("has what a killed process left beside it removed after an hour, and nothing else", async () => {
    const cache = newFolder();
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    for (const [name, hours] of [
      ["kept.abandoned", 2],
      ["kept.in-work", 0.5],
      ["other", 2],
    ] as const) {
      mkdirSync(join(cache, name));
      utimesSync(join(cache, name), hoursAgo(hours), hoursAgo(hours));
    }
    await makeCachedFolder(join(cache, "kept"), fill("content"));
    expect(readdirSync(cache).sort()).toEqual(["kept", "kept.in-work", "other"]);
  });
});
