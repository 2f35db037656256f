import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { packageRotationFunction } from "../../rotation-fn/package";
import { recordProof } from "../../tools/proof/record-proof";
import { skippedWithout } from "../support/skipped-because";
import { REPOSITORY, temporaryFolder } from "../support/temporary-folder";

/** Of the two series of Lambda that the environments use, from the registry's packages that hold the program. */
const NODES = ["22.23.3", "24.9.0"] as const;
const NPM_MS = 300_000;

const startedAt = performance.now();
const folder = temporaryFolder();
const regions = ["eu-west-1"];

/** What npm knows against the packages of the lock file, by name; or why it does not know. */
function advisories(): { readonly found: Readonly<Record<string, object>> } | { readonly whyNot: string } {
  const { stdout } = spawnSync("npm", ["audit", "--json"], { cwd: REPOSITORY, encoding: "utf8", timeout: 60_000 });
  const answer = parsed(stdout);
  if (answer?.vulnerabilities !== undefined) return { found: answer.vulnerabilities };
  const said = answer?.message?.replace(/ - .*/, "") ?? "no answer";
  return { whyNot: `advisories of the bundled packages: the registry does not answer npm audit (${said})` };
}

function parsed(text: string): { vulnerabilities?: Record<string, object>; message?: string } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const known = advisories();

describe("the package of the rotation function", () => {
  let components: readonly { readonly group?: string; readonly name: string }[];
  let sha256: string;
  let equal = 0;

  beforeAll(async () => {
    const packaged = await packageRotationFunction({ regions, outFile: path.join(folder, "this.zip") });
    sha256 = packaged.sha256Base64;
    components = JSON.parse(readFileSync(packaged.billFile, "utf8")).components;
    mkdirSync(path.join(folder, "nodes"));
    writeFileSync(path.join(folder, "nodes", "package.json"), '{"private":true}');
  });

  it.each(NODES)(
    "has the same bytes when Node %s makes it",
    (version) => {
      const cwd = path.join(folder, "nodes");
      const name = `node-${version}`;
      const program = `${name}@npm:node-${process.platform}-${process.arch}@${version}`;
      execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", program], { cwd });
      const node = path.join(cwd, "node_modules", name, "bin", "node");
      expect(execFileSync(node, ["--version"], { encoding: "utf8" })).toBe(`v${version}\n`);
      const input = { regions, outFile: path.join(folder, `${name}.zip`) };
      const script = `require(${JSON.stringify(path.join(REPOSITORY, "rotation-fn", "package"))})
        .packageRotationFunction(${JSON.stringify(input)})
        .then(({ sha256Base64 }) => process.stdout.write(sha256Base64))`;
      const made = execFileSync(node, ["--require", require.resolve("tsx/cjs"), "--eval", script], {
        cwd: REPOSITORY,
        encoding: "utf8",
      });
      expect(made).toBe(sha256);
      expect(readFileSync(path.join(folder, `${name}.zip`))).toEqual(readFileSync(path.join(folder, "this.zip")));
      expect(readFileSync(path.join(folder, `${name}.cdx.json`))).toEqual(
        readFileSync(path.join(folder, "this.cdx.json")),
      );
      equal += 1;
    },
    NPM_MS,
  );

  const whyNot = "whyNot" in known ? known.whyNot : undefined;
  skippedWithout(whyNot, it)("holds no package that an advisory is about", () => {
    const names = components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
    const found = "found" in known ? known.found : {};
    expect(Object.keys(found).filter((name) => names.includes(name))).toEqual([]);
  });

  afterAll(() => {
    const { version: esbuild } = JSON.parse(
      readFileSync(path.join(REPOSITORY, "node_modules/esbuild/package.json"), "utf8"),
    );
    recordProof("supply-chain", {
      figures: { packages: components.length, nodes: equal, advisoriesAsked: whyNot === undefined ? 1 : 0 },
      versions: { "other Node": NODES.join(" and "), esbuild },
      startedAt,
    });
  });
});
