import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeOutputs } from "../../../local/rehearsal/outputs";
import { newLeakCheck } from "../../../local/terminal/leak-check";
import { temporaryFolder } from "../../support/temporary-folder";
import { syntheticRecord } from "./synthetic-record";

describe("writeOutputs", () => {
  it("writes picture, page and record and says where", async () => {
    const folder = path.join(temporaryFolder(), "rehearsal");
    const paths = await writeOutputs(syntheticRecord(), newLeakCheck(), folder);
    expect(readdirSync(folder).sort()).toEqual(["record.json", "timeline.html", "timeline.svg"]);
    expect(path.resolve(paths.svg)).toBe(path.join(folder, "timeline.svg"));
    expect(JSON.parse(readFileSync(path.join(folder, "record.json"), "utf8"))).toEqual(syntheticRecord());
  });

  it("writes nothing at all when a password is in one of them", async () => {
    const folder = path.join(temporaryFolder(), "rehearsal");
    const leakCheck = newLeakCheck();
    leakCheck.register("Access denied for user");
    await expect(writeOutputs(syntheticRecord({ failLogin: 3 }), leakCheck, folder)).rejects.toThrow(
      /a password .* is in timeline/,
    );
    expect(existsSync(folder)).toBe(false);
  });
});
