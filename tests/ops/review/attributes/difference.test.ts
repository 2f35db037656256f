import { differences } from "../../../../ops/review/attributes/difference";
import { differenceText } from "../../../../ops/review/attributes/value-text";

const told = (before: unknown, after: unknown): readonly string[] => differences(before, after).map(differenceText);

describe("differences", () => {
  it("opens JSON in texts, and compares statements by their Sid", () => {
    const policy = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements });
    const read = { Sid: "Read", Effect: "Allow", Action: ["a:Get"] };
    const write = { Sid: "Write", Effect: "Allow", Action: ["a:Put"] };
    expect(
      told({ policy: policy(read, write) }, { policy: policy(write, { ...read, Action: ["a:Get", "a:List"] }) }),
    ).toEqual(["`policy.Statement[Read].Action`: added `a:List`"]);
  });

  it("opens JSON that holds references of Terraform", () => {
    expect(told({ input: '{"port":3306,"host":"a"}' }, { input: `{"port":\${aws_db.x.port},"host":"a"}` })).toEqual([
      "`input.port`: `3306` → `$" + "{aws_db.x.port}`",
    ]);
  });

  it("says nothing about another order, or about the many ways of being empty", () => {
    expect(told({ list: ["a", "b"], text: "" }, { list: ["b", "a"], text: null, none: [] })).toEqual([]);
  });

  it("tells a value that is set, changed and taken away", () => {
    expect(told({ a: 1, b: true }, { b: false, c: { d: "x" } })).toEqual([
      "`a`: `1` → not set",
      "`b`: `true` → `false`",
      "`c.d`: not set → `x`",
    ]);
  });

  it("never shows a secret, at any depth", () => {
    expect(told({ env: { A: "1" } }, { env: { A: "1", DB_PASSWORD: "hunter-two" } })).toEqual([
      "`env.DB_PASSWORD`: not set → (masked)",
    ]);
    expect(told({ list: [1] }, { list: [{ password: "hunter-two" }] }).join()).not.toContain("hunter-two");
  });

  it("stays on one line, and within a cell of a table", () => {
    const [line = ""] = told({ text: "a" }, { text: `first | second\n${"x ".repeat(500)}` });
    expect(line).not.toMatch(/\n|\|/);
    expect(line.length).toBeLessThan(300);
  });
});
