import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { newLeakCheck } from "../../../local/terminal/leak-check";
import { writeChecked } from "../../../local/terminal/write-checked";
import { temporaryFolder } from "../../support/temporary-folder";

describe("writeChecked", () => {
  it("writes every file and returns where it is", async () => {
    const folder = path.join(temporaryFolder(), "kept");
    const written = await writeChecked(folder, { "a.txt": "one", "b.txt": "two" }, newLeakCheck());
    expect(readFileSync(written["a.txt"], "utf8") + readFileSync(written["b.txt"], "utf8")).toBe("onetwo");
    expect(path.isAbsolute(written["a.txt"])).toBe(false);
  });

  it("writes none when a password is in one of them", async () => {
    const folder = path.join(temporaryFolder(), "kept");
    const leakCheck = newLeakCheck();
    leakCheck.register("not-to-be-seen-anywhere");
    const writing = writeChecked(folder, { "a.txt": "one", "b.txt": "not-to-be-seen-anywhere" }, leakCheck);
    await expect(writing).rejects.toMatchObject({
      code: "password_in_output",
      message: expect.stringContaining("b.txt"),
    });
    expect(existsSync(folder)).toBe(false);
  });
});
