import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FORK_PACKAGES } from "../../../tools/compat/fork-packages";
import { whyNotInstalled } from "../../../tools/compat/install-fork";
import { temporaryFolder } from "../../support/temporary-folder";

describe("whether the fork of CDKTF can be installed", () => {
  const folder = temporaryFolder();
  const searched = process.env.PATH;
  /** An `npm` that answers as its script says. */
  const npm = (script: string): void => {
    writeFileSync(path.join(folder, "npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env.PATH = `${folder}${path.delimiter}${searched}`;
  };
  afterEach(() => {
    process.env.PATH = searched;
  });

  it("says which package the registry does not give, and npm's reason", () => {
    npm("echo 'npm error code ENOTFOUND' >&2; exit 1");
    expect(whyNotInstalled(path.join(folder, "empty"))).toBe(
      `the npm registry does not give ${FORK_PACKAGES.cdktf?.slice(4)} (ENOTFOUND)`,
    );
  });

  it("has nothing against it where the registry answers", () => {
    npm("exit 0");
    expect(whyNotInstalled(path.join(folder, "empty"))).toBeUndefined();
  });

  it("asks no registry where the packages are installed in these versions, and does where one is another", () => {
    npm("echo 'npm error code ENOTFOUND' >&2; exit 1");
    const install = (name: string, version: string): void => {
      const at = path.join(folder, "full", "node_modules", name);
      mkdirSync(at, { recursive: true });
      writeFileSync(path.join(at, "package.json"), JSON.stringify({ version }));
    };
    for (const [name, spec] of Object.entries(FORK_PACKAGES)) install(name, spec.split("@").at(-1) ?? "");
    expect(whyNotInstalled(path.join(folder, "full"))).toBeUndefined();
    install("constructs", "10.0.0");
    expect(whyNotInstalled(path.join(folder, "full"))).toContain("ENOTFOUND");
  });
});
