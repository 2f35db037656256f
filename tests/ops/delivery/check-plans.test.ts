import { writeFileSync } from "node:fs";
import path from "node:path";
import { type Current, outdatedReasons } from "../../../ops/delivery/check-plans";
import { fileSha256, type Manifest, readManifest, writeManifest } from "../../../ops/delivery/manifest";
import { temporaryFolder } from "../../support/temporary-folder";

describe("saved plans", () => {
  const folder = temporaryFolder();
  const planFile = path.join(folder, "a.tfplan");
  writeFileSync(planFile, "plan");
  const manifest: Manifest = {
    version: 1,
    environment: "dev",
    at: "2026-12-01T09:30:00.000Z",
    commit: "c1",
    configurationSha256: "h1",
    providerLockSha256: "l1",
    stacks: [
      {
        id: "dev-network",
        plan: { file: "a.tfplan", sha256: fileSha256(planFile) },
        state: { serial: 4, lineage: "x" },
        after: [],
      },
      { id: "dev-database", after: ["dev-network"] },
    ],
  };
  const current: Current = {
    commit: "c1",
    configurationSha256: "h1",
    providerLockSha256: "l1",
    states: new Map([["dev-network", { serial: 4, lineage: "x" }]]),
  };

  it("may be applied while everything is as it was", () => {
    expect(outdatedReasons(manifest, folder, current)).toEqual([]);
  });

  it.each<[string, Partial<Current>, RegExp]>([
    ["the commit", { commit: "c2" }, /^the commit changed: planned with c1, found c2$/],
    ["the configuration", { configurationSha256: "h2" }, /^the configuration changed/],
    ["the provider lock file", { providerLockSha256: "l2" }, /^the provider lock file changed/],
    [
      "a state",
      { states: new Map([["dev-network", { serial: 5, lineage: "x" }]]) },
      /state of dev-network .* serial 4, found serial 5$/,
    ],
    [
      "a state that was made anew",
      { states: new Map([["dev-network", { serial: 4, lineage: "y" }]]) },
      /state of dev-network/,
    ],
    [
      "a stack that somebody deployed first",
      { states: new Map([...current.states, ["dev-database", { serial: 1, lineage: "z" }]]) },
      /state of dev-database .* no state, found serial 1$/,
    ],
  ])("are refused when %s moved", (_, change, reason) => {
    expect(outdatedReasons(manifest, folder, { ...current, ...change })).toEqual([expect.stringMatching(reason)]);
  });

  it("are refused when a plan file is another one, or missing", () => {
    const [first, second] = manifest.stacks;
    const withPlan = (plan: object): Manifest => ({
      ...manifest,
      stacks: [{ ...first, plan } as Manifest["stacks"][number], second as Manifest["stacks"][number]],
    });
    expect(outdatedReasons(withPlan({ file: "a.tfplan", sha256: "other" }), folder, current)).toEqual([
      "the plan file of dev-network is not the one that was reviewed",
    ]);
    expect(outdatedReasons(withPlan({ file: "b.tfplan", sha256: "other" }), folder, current)).toEqual([
      expect.stringContaining("the plan file of dev-network is missing"),
    ]);
  });

  it("are read back as they were written, and missed with what to do", () => {
    writeManifest(folder, manifest);
    expect(readManifest(folder, "dev")).toEqual(manifest);
    expect(() => readManifest(path.join(folder, "none"), "dev")).toThrow(
      /no saved plans of dev.*npm run review -- dev/,
    );
    expect(() => readManifest(folder, "prod")).toThrow(/a manifest of dev/);
  });
});
