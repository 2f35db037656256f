import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { parseEnvironment } from "../../environments";
import { environmentStacks } from "../../stacks/environment";
import { sizedDocuments } from "../../stacks/guard-rails/documents";
import { EnvironmentModel, stackModel } from "../../stacks/guard-rails/environment-model";
import { groupedBy } from "../../stacks/guard-rails/grouped-by";
import { asObject } from "../../stacks/guard-rails/json";
import type { SizedDocument } from "../../stacks/guard-rails/sized-document";
import { manyAppSecrets } from "../support/many-app-secrets";
import { FIXTURE_ZIP, inTemporaryFolder } from "../support/synthesized-stacks";

const COUNTS = [1, 10, 40, 41, 200, 1_000] as const;
const MAX_LENGTH_NAME = "twenty-characters-xx";

/** The largest document of each kind, in an environment of so many app secrets. */
function largestDocuments(count: number): readonly SizedDocument[] {
  return inTemporaryFolder("sizes-", (folder) => {
    const zipFile = path.join(folder, "rotation-fn.zip");
    writeFileSync(zipFile, FIXTURE_ZIP.content);
    const app = new App({ outdir: path.join(folder, "cdktf.out") });
    const environment = parseEnvironment(MAX_LENGTH_NAME, manyAppSecrets(count));
    const stacks = environmentStacks(app, environment, { ...FIXTURE_ZIP, zipFile });
    const model = new EnvironmentModel(
      MAX_LENGTH_NAME,
      Object.values(stacks).map((stack) => stackModel(stack.node.id, asObject(stack.toTerraform()))),
    );
    const kinds = groupedBy(sizedDocuments(model), ({ kind, unit }) => `${kind}, ${unit}`);
    return [...kinds.values()].flatMap((all) => [...all].sort((one, other) => other.size - one.size).slice(0, 1));
  });
}

/** The framework keeps where each reference was made. jest's source maps make that most of the time, and nothing here reads it. */
function withoutTraces<T>(make: () => T): T {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = () => "";
  try {
    return make();
  } finally {
    Error.prepareStackTrace = before;
  }
}

const measured = COUNTS.map((count) => withoutTraces(() => largestDocuments(count)));
const first = measured[0] ?? [];

describe.each(COUNTS.map((count, index) => [count, measured[index] ?? []] as const))(
  "with %s app secrets",
  (_, all) => {
    test.each(all.map(({ kind, unit, size, max }) => [kind, size, max, unit] as const))(
      "%s: %s of %s %s",
      (_kind, size, max) => {
        expect(size).toBeGreaterThan(0);
        expect(size).toBeLessThanOrEqual(max);
      },
    );
  },
);

test("docs/limits.md shows these sizes", () => {
  const number = (value: number) => value.toLocaleString("en");
  const cells = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const table = [
    cells(["app secrets", ...COUNTS.map(number), "AWS's limit"]),
    cells(["---", ...COUNTS.map(() => "---:"), "---:"]),
    ...first.map(({ kind, unit, max }, row) =>
      cells([`${kind} (${unit})`, ...measured.map((documents) => number(documents[row]?.size ?? 0)), number(max)]),
    ),
  ].join("\n");
  const page = readFileSync(path.join(__dirname, "..", "..", "docs", "limits.md"), "utf8");
  expect(page).toContain(table);
});
