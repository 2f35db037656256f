import path from "node:path";
import { environmentSchema } from "../../../environments/schema";
import { readDocstrings } from "../../../tools/configuration-reference/docstrings";
import { schemaKeys } from "../../../tools/configuration-reference/schema-keys";
import { combinations } from "../../../tools/validate/combinations";
import { EXAMPLES, features, TOGETHER } from "../../../tools/validate/features";

const keys = schemaKeys(environmentSchema, readDocstrings(path.join(__dirname, "../../../environments")));
const all = features(keys);

/** Keys that every environment has, in a form that suits all combinations; and one that needs a file of somebody's key. */
const GIVEN = [
  "bastion.publicKey.file",
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
});

describe("combinations", () => {
  const some = all.filter(({ name }) => /^(monitoring|owner|costCentre|a bastion)/.test(name));
  const draw = (seed: number) => combinations(some, { count: 3, seed }).combinations;
  const names = (drawn: ReturnType<typeof draw>) => drawn.map((each) => each.features.map(({ name }) => name));

  test("are the same for the same seed, and others for another", () => {
    expect(names(draw(7))).toEqual(names(draw(7)));
    expect(names(draw(8))).not.toEqual(names(draw(7)));
  });

  test("hold every feature at least once, also one that needs another first", () => {
    const needy = { name: "no key pair", set: { "bastion.publicKey": undefined } };
    const ssm = { name: "a bastion in ssm mode", set: { bastion: { mode: "ssm" } } };
    const { combinations: drawn, unfit } = combinations([ssm, needy], { count: 0, seed: 1 });
    expect(drawn.map((each) => each.features)).toEqual([[ssm], [ssm, needy]]);
    expect(unfit).toEqual([]);
  });

  test("tell which feature fits nowhere", () => {
    const wrong = { name: "a bastion of a kind that nobody knows", set: { "bastion.mode": "telnet" } };
    expect(combinations([wrong], { count: 0, seed: 1 }).unfit).toEqual([wrong]);
  });
});

function hasKey(value: unknown, key: string | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, child]) => name === key || hasKey(child, key));
}
