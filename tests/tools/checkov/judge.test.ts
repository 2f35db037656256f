import { judge } from "../../../tools/checkov/judge";
import { report } from "../../../tools/checkov/report";
import type { Waiver } from "../../../tools/checkov-waivers";

const failure = (check: string, stack: string, resource: string) => ({ check, wants: "something", stack, resource });
const waiver = (check: string, at: string, ...environments: string[]): Waiver => ({
  check,
  wants: "something",
  at: [at],
  environments,
  reason: "because",
});
const ENVIRONMENTS = ["dev", "prod"];

describe("a failed check", () => {
  test("is waived where a waiver names check, environment, stack and resource", () => {
    const found = [failure("CKV_1", "dev-database", "instance")];
    const verdict = judge(found, [waiver("CKV_1", "database/instance", "dev")], ENVIRONMENTS);
    expect(verdict).toEqual({ open: [], waived: found, stale: [] });
  });

  test("is waived by one for a whole stack", () => {
    const found = [failure("CKV_1", "dev-database", "log"), failure("CKV_1", "dev-network", "log")];
    expect(judge(found, [waiver("CKV_1", "database/*", "dev")], ENVIRONMENTS).open).toEqual([found[1]]);
  });

  test.each([
    ["check", waiver("CKV_2", "database/instance", "prod")],
    ["environment", waiver("CKV_1", "database/instance", "dev")],
    ["stack", waiver("CKV_1", "network/instance", "prod")],
    ["resource", waiver("CKV_1", "database/other", "prod")],
  ])("is open when the waiver is for another %s", (_, other) => {
    const found = [failure("CKV_1", "prod-database", "instance")];
    expect(judge(found, [other], ENVIRONMENTS).open).toEqual(found);
  });
});

describe("a waiver", () => {
  test("is stale in an environment where it covers nothing", () => {
    const stale = waiver("CKV_1", "database/instance", "dev", "prod");
    const verdict = judge([failure("CKV_1", "dev-database", "instance")], [stale], ENVIRONMENTS);
    expect(verdict.stale).toEqual([{ waiver: stale, environment: "prod" }]);
  });

  test("is not stale in an environment that was not scanned", () => {
    expect(judge([], [waiver("CKV_1", "database/instance", "prod")], ["dev"]).stale).toEqual([]);
  });
});

describe("the report", () => {
  test("has a line an environment, and one for everything to be done", () => {
    const open = [failure("CKV_1", "dev-database", "instance")];
    const verdict = judge(open, [waiver("CKV_2", "network/vpc", "prod")], ENVIRONMENTS);
    const summary = { passed: { "dev-database": 3, "prod-network": 4 }, environments: ENVIRONMENTS, version: "1.2.3" };
    expect(report(verdict, summary).split("\n")).toEqual([
      "checkov 1.2.3",
      "dev           3 passed    0 waived    1 failed",
      "prod          4 passed    0 waived    0 failed",
      "failed  CKV_1 dev-database/instance: something",
      "stale   CKV_2 in prod: the waiver for network/vpc covers nothing; take prod out of it",
    ]);
  });
});
