import type { Measurement } from "../../bench/measurement";
import { parseOptions } from "../../bench/options";

const named = (name: string): Measurement => ({
  name,
  about: `about ${name}`,
  measure: () => Promise.reject(new Error("not to be called")),
});
const ALL = [named("calls"), named("cold"), named("fleet")];

const optionsOf = (args: readonly string[]) => {
  const parsed = parseOptions(args, ALL);
  if (parsed.kind !== "run") throw new Error("no options");
  const { measurements, ...rest } = parsed.options;
  return { names: measurements.map(({ name }) => name), ...rest };
};

describe("the options of the bench", () => {
  it("measures everything nine times and prints text where nothing is said", () => {
    expect(optionsOf([])).toEqual({ names: ["calls", "cold", "fleet"], isChoice: false, runs: 9, form: "text" });
  });

  it("runs the requested measurements, once each, in the order of the bench", () => {
    expect(optionsOf(["--only", "fleet", "--only", "calls", "--only", "fleet"])).toMatchObject({
      names: ["calls", "fleet"],
      isChoice: true,
    });
  });

  it("runs all measurements of a group that is named by what they begin with", () => {
    const parsed = parseOptions(["--only", "client"], [...ALL, named("client-a"), named("client-b"), named("clients")]);
    const { measurements } = parsed.kind === "run" ? parsed.options : { measurements: [] };
    expect(measurements.map(({ name }) => name)).toEqual(["client-a", "client-b"]);
  });

  it("takes a single measurement for the choice of it", () => {
    const parsed = parseOptions([], [named("fleet")]);
    expect(parsed).toMatchObject({ kind: "run", options: { isChoice: true } });
  });

  it.each([
    [["--json"], "json"],
    [["--markdown"], "markdown"],
  ])("reads the form of the output: %j", (args, form) => {
    expect(optionsOf(args).form).toBe(form);
  });

  it("lists every measurement in the help", () => {
    const parsed = parseOptions(["--help"], ALL);
    const text = parsed.kind === "help" ? parsed.text : "";
    for (const { name, about } of ALL) expect(text).toMatch(new RegExp(`${name} +${about}`));
  });

  const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["--only", "everything"],
      /--only names no measurement; found: "everything"; allowed: calls, cold, fleet; what to do: /,
    ],
    [["--only"], /argument missing; found: "--only"; allowed: --only <name>, .*--markdown; what to do: /],
    [["--runs", "0"], /--runs .*; found: "0"; allowed: a whole number from 1 to 80; what to do: /],
    [["--runs", "81"], /found: "81"/],
    [["--runs", "1.5"], /found: "1.5"/],
    [["--runs", "-1"], /found: "-1"/],
    [["--json", "--markdown"], /two forms were asked for; found: --json and --markdown; allowed: one of them/],
    [["--jsn"], /unknown option '--jsn'/],
    [["cold"], /too many arguments.*; found: "cold"/],
    [["--only", "\u001b[2Jx\n"], /^\P{Cc}*$/u],
  ];

  it.each(WRONG)("refuses %j in one line that says what, found, allowed and what to do", (args, message) => {
    const parse = () => parseOptions(args, ALL);
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ code: "bad_option" }));
    expect(parse).toThrow(/what to do: .*nothing was started$/);
  });
});
