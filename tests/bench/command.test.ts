import { benchCommand } from "../../bench/command";
import type { Goal, Measurement } from "../../bench/measurement";
import { words } from "../../bench/report/table";

const GOAL: Goal = { what: "figure", wanted: "at most 1", found: "1", met: true, kind: "count" };

const measuring = (name: string, goal: Goal = GOAL): Measurement => ({
  name,
  about: "",
  measure: async () => ({
    engines: [],
    tables: [{ title: `Table of ${name}`, columns: [words("a")], rows: [["b"]], howOften: "Once.", notes: [] }],
    goals: [goal],
    figures: { of: name },
  }),
});

const failing: Measurement = {
  name: "failing",
  about: "",
  measure: () => Promise.reject(new Error("it broke")),
};

async function run(measurements: readonly Measurement[], ...args: string[]) {
  let out = "";
  let err = "";
  const code = await benchCommand(measurements, args, {
    out: (text) => {
      out += `${text}\n`;
    },
    err: (text) => {
      err += `${text}\n`;
    },
  });
  return { code, out, err };
}

describe("the command bench", () => {
  const before = process.env.REFERENCE_DIR;
  beforeEach(() => {
    delete process.env.REFERENCE_DIR;
  });
  afterAll(() => {
    if (before !== undefined) process.env.REFERENCE_DIR = before;
  });

  it("prints every table with the machine below it, then the goals", async () => {
    const { code, out } = await run([measuring("one"), measuring("two")]);
    expect(code).toBe(0);
    expect(out).toMatch(/Table of one[\s\S]*Once\.\n {2}\d+ cores .* Node \d[\s\S]*Table of two[\s\S]*Goals[\s\S]*met/);
  });

  it("continues after a failed measurement, and exits with 1", async () => {
    const { code, out, err } = await run([failing, measuring("two")]);
    expect(code).toBe(1);
    expect(err).toMatch(/✖ failing .*\nbench: it broke/);
    expect(out).toContain("Table of two");
  });

  it("ends with 1 when a count is beyond its goal, because no machine is to blame", async () => {
    const { code, out } = await run([measuring("one", { ...GOAL, met: false })]);
    expect(code).toBe(1);
    expect(out).toContain("MISSED");
  });

  it("tells a time beyond its goal and ends with 0, because another machine would take another", async () => {
    const { code, out } = await run([measuring("one", { ...GOAL, met: false, kind: "machine" })]);
    expect(code).toBe(0);
    expect(out).toContain("MISSED");
  });

  it("prints one JSON document and nothing else for --json", async () => {
    const { code, out } = await run([measuring("one")], "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      machine: { cores: expect.any(Number), node: process.version },
      reference: null,
      runs: 9,
      measurements: [{ name: "one", figures: { of: "one" }, goals: [GOAL] }],
    });
  });

  it("prints headings and pipe tables for --markdown", async () => {
    const { out } = await run([measuring("one")], "--markdown");
    expect(out).toMatch(/### Table of one\n\n\| a {3}\|\n\| --- \|\n\| b {3}\|\n\n- Once\.\n- \d+ cores/);
  });

  it("ends with 2 for a malformed option, before anything is measured", async () => {
    const { code, out, err } = await run([failing], "--runs", "many");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^bench: --runs is not a number that can be used; found: "many"; allowed: .*\n$/);
  });

  it("ends with 1 when REFERENCE_DIR leads to no function of AWS's, before anything is measured", async () => {
    process.env.REFERENCE_DIR = __dirname;
    const { code, out, err } = await run([measuring("one")]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/REFERENCE_DIR does not hold AWS's rotation functions; found: .*; allowed: .*; what to do: /);
  });
});
