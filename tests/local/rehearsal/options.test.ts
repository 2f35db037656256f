import { parseOptions } from "../../../local/rehearsal/options";

describe("parseOptions", () => {
  it("has a default for everything", () => {
    expect(parseOptions([])).toEqual({ kind: "run", options: { rotations: 3, seconds: 8, json: false, keep: false } });
  });

  it("reads every option", () => {
    expect(parseOptions(["--rotations", "6", "--seconds=20", "--json", "--keep"])).toEqual({
      kind: "run",
      options: { rotations: 6, seconds: 20, json: true, keep: true },
    });
  });

  it("reads the interval of rotations that go on", () => {
    const parsed = parseOptions(["--keep", "--every", "3s"]);
    expect(parsed).toMatchObject({ kind: "run", options: { keep: true, everyMs: 3_000 } });
  });

  it("gives the help text when it is asked for", () => {
    const parsed = parseOptions(["--help"]);
    expect(parsed.kind).toBe("help");
    expect(parsed.kind === "help" && parsed.text).toMatch(/--rotations <number> .* \(default: 3\)/);
  });

  const WRONG: readonly (readonly [string[], RegExp])[] = [
    [["--rotations", "0"], /--rotations .*; found: "0"; allowed: a whole number from 1 to 90; what to do: /],
    [["--rotations", "91"], /found: "91"/],
    [["--rotations", "1e2"], /found: "1e2"/],
    [["--rotations", "-1"], /found: "-1"/],
    [["--seconds", "1.5"], /--seconds .*; found: "1.5"; allowed: a whole number from 1 to 3600; what to do: /],
    [["--seconds", ""], /found: ""/],
    [
      ["--rotations"],
      /argument missing; found: "--rotations"; allowed: --rotations <number>, .*--keep, .*; what to do: /,
    ],
    [["--rotation", "3"], /unknown option '--rotation'/],
    [
      ["--keep", "--every", "3"],
      /--every .*; found: "3"; allowed: whole seconds from 1s to 3600s, such as 3s; what to do: /,
    ],
    [["--keep", "--every", "0s"], /found: "0s"/],
    [
      ["--every", "3s"],
      /--every is for what --keep leaves running; found: --every without --keep; allowed: --keep --every 3s/,
    ],
    [["now"], /too many arguments.*; found: "now"; allowed: /],
    [["--keep\u001b[2J\n"], /^\P{Cc}*$/u],
  ];

  it.each(WRONG)("refuses %j in one line that says what, found, allowed and what to do", (args, message) => {
    const parse = () => parseOptions(args);
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ code: "bad_option" }));
    expect(parse).toThrow(/what to do: .*nothing was started$/);
  });
});
