import { existsSync } from "node:fs";
import path from "node:path";
import { inTemporaryHome, toolEnvironment } from "../../../local/terraform/tool-home";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

describe("the home of Terraform", () => {
  it("has a cache of providers of its own: two terraform init at a time break a cache that they share", () => {
    const [one, other] = ["one", "other"].map((name) => toolEnvironment(path.join(folder, name), undefined));
    for (const variables of [one, other]) {
      expect(variables).toMatchObject({ TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1" });
      expect(existsSync(variables?.TF_PLUGIN_CACHE_DIR ?? "")).toBe(true);
      expect(variables?.TF_PLUGIN_CACHE_DIR).toContain(variables?.HOME);
    }
    expect(one?.TF_PLUGIN_CACHE_DIR).not.toBe(other?.TF_PLUGIN_CACHE_DIR);
  });

  it("is removed after the work that it was made for, also when that fails", async () => {
    const homes: string[] = [];
    const work = inTemporaryHome({ directory: folder, versions: [] }, async ({ HOME = "" }) => {
      homes.push(HOME);
      expect(existsSync(HOME)).toBe(true);
      throw new Error("the work failed");
    });
    await expect(work).rejects.toThrow("the work failed");
    expect(homes.map((home) => existsSync(home))).toEqual([false]);
  });
});
