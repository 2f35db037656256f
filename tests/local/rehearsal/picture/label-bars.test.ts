import { labelBars } from "../../../../local/rehearsal/picture/label-bars";
import { secretLanes } from "../../../../local/rehearsal/picture/layout";
import { timeScale } from "../../../../local/rehearsal/picture/scale";
import { syntheticRecord } from "../synthetic-record";

const [secret] = syntheticRecord({ rotations: 2 }).secrets;
if (secret === undefined) throw new Error("the synthetic record has no secret");

/** The captions where a pending version of the same user comes after `pendingFromMs`. */
const captions = (pendingFromMs: number): readonly (string | undefined)[] => {
  const username = secret.users[0] ?? "";
  const labels = [
    { label: "AWSPREVIOUS", versionId: "one", username, fromMs: 0, toMs: 3_000 },
    { label: "AWSPENDING", versionId: "three", username, fromMs: pendingFromMs, toMs: 3_000 },
  ] as const;
  const one = { ...secret, labels };
  const svg = labelBars(one, secretLanes(one.users, [], 0), timeScale(0, 3_000, 0, 600));
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);
};

describe("the caption of a bar", () => {
  it("ends where the bar of a pending version begins to cover it", () => {
    expect(captions(2_000)).toContain("AWSPREVIOUS · version 1");
    expect(captions(600)).toEqual(expect.arrayContaining(["AWSPREVIOUS"]));
    expect(captions(300)).toContain("v1");
    expect(captions(60).join()).not.toMatch(/AWSPREVIOUS|v1/);
  });
});
