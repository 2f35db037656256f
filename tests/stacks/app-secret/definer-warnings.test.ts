import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnvironment } from "../../../environments";
import type { AppSecretChoice } from "../../../environments/schema";
import { SAMPLE } from "../../support/sample-environment";
import { synthesizeTo } from "../../support/synthesized-stacks";

interface Manifest {
  readonly stacks: Record<
    string,
    { readonly annotations: readonly { readonly level: string; readonly message: string }[] }
  >;
}

/** The warnings that the CDKTF CLI prints for an app secret. */
function warnings(secret: {
  privileges: AppSecretChoice["privileges"];
  strategy: AppSecretChoice["strategy"]["value"];
}): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "definers-"));
  try {
    const appSecrets = [{ name: "shop", database: "shop", username: "shop", ...secret }];
    synthesizeTo(folder, [parseEnvironment("sample", { ...SAMPLE, appSecrets })]);
    const manifest = JSON.parse(readFileSync(path.join(folder, "cdktf.out", "manifest.json"), "utf8")) as Manifest;
    return Object.values(manifest.stacks).flatMap(({ annotations }) =>
      annotations.filter(({ level }) => level === "@cdktf/warn").map(({ message }) => message),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the warning about definers", () => {
  it.each(["CREATE VIEW", "CREATE ROUTINE", "EVENT", "TRIGGER"] as const)(
    "is printed for two users with %s",
    (privilege) => {
      expect(warnings({ privileges: ["SELECT", privilege], strategy: "alternating-users" })).toEqual([
        expect.stringMatching(
          new RegExp(`app secret "shop" has two users in turn.*found: ${privilege};.*admin-rotated`),
        ),
      ]);
    },
  );

  it("is not printed for one user, nor where no such privilege is granted", () => {
    expect(warnings({ privileges: ["SELECT", "CREATE VIEW"], strategy: "admin-rotated" })).toEqual([]);
    expect(warnings({ privileges: ["SELECT", "CREATE", "EXECUTE"], strategy: "alternating-users" })).toEqual([]);
  });
});
