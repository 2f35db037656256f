import { parseLifeOptions } from "../../../local/lifecycle/options";
import { SCENES } from "../../../local/lifecycle/scenarios";

const chosen = (...args: readonly string[]) => {
  const parsed = parseLifeOptions(["--deploy", ...args]);
  if (parsed.kind !== "run") throw new Error("help was not asked for");
  return parsed.options;
};
const namesOf = (...args: readonly string[]) => chosen(...args).scenes.map(({ name }) => name);

describe("the options of a life", () => {
  test("are all scenes, the report, and nothing kept, by default", () => {
    expect(chosen()).toEqual({ scenes: SCENES, json: false, keep: false });
    expect(chosen("--json", "--keep")).toMatchObject({ json: true, keep: true });
  });

  test("of the short one are four scenes", () => {
    expect(namesOf("--short")).toEqual(["deploy", "rotations", "empty-plans", "destroy"]);
  });

  test("name scenes, which are played in their own order, between the first and the last", () => {
    expect(namesOf("--scenes", "lost-state, rotations")).toEqual(["deploy", "rotations", "lost-state", "destroy"]);
  });

  test.each([
    [["--scenes", "lost"], /--scenes names what is no scene; found: "lost"; allowed: deploy, .*destroy; what to do/],
    [["--short", "--scenes", "lost-state"], /cannot be given together/],
    [["--shor"], /unknown option.*what to do: .*--help.*nothing was started/],
    [["now"], /too many arguments/],
  ])("are refused when they are %j", (args, message) => {
    expect(() => chosen(...args)).toThrow(message);
  });

  test("explain themselves and the scenes", () => {
    const help = parseLifeOptions(["--deploy", "--help"]);
    expect(help).toMatchObject({ kind: "help", text: expect.stringMatching(/--scenes <names>[\s\S]*Scenes:/) });
  });
});

describe("the scenes", () => {
  test("have names of their own, begin with a deployment and end with a destruction", () => {
    const names = SCENES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([names[0], names.at(-1)]).toEqual(["deploy", "destroy"]);
  });
});
