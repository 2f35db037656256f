import { parseLifecycleOptions } from "../../../local/lifecycle/options";
import { ENVIRONMENTS, SCENARIOS } from "../../../local/lifecycle/scenarios";

const chosen = (...args: readonly string[]) => {
  const parsed = parseLifecycleOptions(["--deploy", ...args]);
  if (parsed.kind !== "run") throw new Error("help was not asked for");
  return parsed.options;
};
const namesOf = (...args: readonly string[]) => chosen(...args).environments.map((one) => one.map(({ name }) => name));

describe("the options of a lifecycle run", () => {
  test("are all scenarios, the report, and nothing kept, by default", () => {
    expect(chosen()).toEqual({ environments: ENVIRONMENTS, json: false, keep: false });
    expect(chosen("--json", "--keep")).toMatchObject({ json: true, keep: true });
  });

  test("of a whole run play every scenario, in environments that are each deployed first", () => {
    const played = namesOf();
    expect(new Set(played.flat())).toEqual(new Set(SCENARIOS.map(({ name }) => name)));
    expect(played.map(([first]) => first)).toEqual(["deploy", "deploy"]);
    expect(played.flat().filter((name) => name !== "deploy")).toHaveLength(SCENARIOS.length - 1);
  });

  test("of the short one are four scenarios", () => {
    expect(namesOf("--short")).toEqual([["deploy", "rotations", "empty-plans", "destroy"]]);
  });

  test("name scenarios, which are finished in their own order, between the first and the last", () => {
    expect(namesOf("--scenarios", "lost-state, rotations")).toEqual([["deploy", "rotations", "lost-state", "destroy"]]);
  });

  test.each([
    [
      ["--scenarios", "lost"],
      /--scenarios names what is no scenario; found: "lost"; allowed: deploy, .*destroy; what to do/,
    ],
    [["--short", "--scenarios", "lost-state"], /cannot be given together/],
    [["--shor"], /unknown option.*what to do: .*--help.*nothing was started/],
    [["now"], /too many arguments/],
  ])("are refused when they are %j", (args, message) => {
    expect(() => chosen(...args)).toThrow(message);
  });

  test("explain themselves and the scenarios", () => {
    const help = parseLifecycleOptions(["--deploy", "--help"]);
    expect(help).toMatchObject({ kind: "help", text: expect.stringMatching(/--scenarios <names>[\s\S]*Scenarios:/) });
  });
});

describe("the scenarios", () => {
  test("have names of their own, begin with a deployment and end with a destruction", () => {
    const names = SCENARIOS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([names[0], names.at(-1)]).toEqual(["deploy", "destroy"]);
  });
});
