import path from "node:path";
import { environmentSchema } from "../../../environments/schema";
import { readDocstrings } from "../../../ops/configuration-reference/docstrings";
import { schemaKeys } from "../../../ops/configuration-reference/schema-keys";
import { combinations } from "../../../ops/validate/combinations";
import { EXAMPLES, features, TOGETHER } from "../../../ops/validate/features";

const keys = schemaKeys(environmentSchema, readDocstrings(path.join(__dirname, "../../../environments")));
const all = features(keys);

/** Keys that every environment has, in a form that suits all combinations. */
const GIVEN = [
  "target.stateBucket",
  "region",
  "accountId",
  "appSecrets[].name",
  "appSecrets[].database",
  "appSecrets[].username",
];

describe("the features that are combined", () => {
  test("hold a value of every key of the schema", () => {
    const listed = keys.filter(({ choices, isSection }) => choices.length > 0 || isSection).map((key) => key.path);
    const inExamples = [...Object.entries(EXAMPLES), ...TOGETHER.flatMap(({ set }) => Object.entries(set))];
    const covered = (key: string) =>
      [...listed, ...GIVEN].includes(key) ||
      inExamples.some(
        ([at, value]) => at === key || (key.startsWith(at) && hasKey(value, key.split(/[.[\]]+/).at(-1))),
      );
    expect(keys.map((key) => key.path).filter((key) => !covered(key))).toEqual([]);
  });

  test("are for keys that exist", () => {
    const paths = keys.map((key) => key.path);
    expect(Object.keys(EXAMPLES).filter((at) => !paths.includes(at))).toEqual([]);
  });

  test("fit into some environment, all but those that wait for the function", () => {
    const { unfit } = combinations(all, { count: 0, seed: 1 });
    expect(unfit.map(({ name }) => name)).toEqual(['database.engine = "mariadb"']);
  });
});

describe("combinations", () => {
  const drawn = combinations(all.slice(0, 40), { count: 5, seed: 7 });

  test("are the same for the same seed, and others for another", () => {
    const chosen = (seed: number) =>
      combinations(all.slice(0, 40), { count: 5, seed }).combinations.map((each) =>
        each.features.map(({ name }) => name),
      );
    expect(chosen(7)).toEqual(drawn.combinations.map((each) => each.features.map(({ name }) => name)));
    expect(chosen(8)).not.toEqual(chosen(7));
  });

  test("hold every feature at least once", () => {
    const used = drawn.combinations.flatMap((each) => each.features);
    expect(all.slice(0, 40).filter((feature) => !used.includes(feature) && !drawn.unfit.includes(feature))).toEqual([]);
    expect(drawn.combinations.length).toBeGreaterThanOrEqual(5);
  });
});

function hasKey(value: unknown, key: string | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, child]) => name === key || hasKey(child, key));
}
