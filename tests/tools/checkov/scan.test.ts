import { readReport } from "../../../tools/checkov/scan";

const check = (stack: string, id: string, resource = "resource.instance") => ({
  check_id: id,
  check_name: `What ${id} wants`,
  file_path: `/${stack}/cdk.tf.json`,
  resource,
});
const reportOf = (parts: Record<string, unknown>, summary = { parsing_errors: 0 }) =>
  JSON.stringify({ results: { passed_checks: [], failed_checks: [], ...parts }, summary });
const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("a report of checkov", () => {
  test("is read with stack and resource of each failed check, and the number of passed ones", () => {
    const report = reportOf({
      passed_checks: [check("prod-database", "CKV_AWS_16"), check("prod-database", "CKV_AWS_17")],
      failed_checks: [check("prod-network", "CKV2_AWS_5", "aws_security_group.clients_group")],
    });
    expect(readReport(report, ["prod-database", "prod-network"])).toEqual({
      passed: { "prod-database": 2 },
      failures: [
        { check: "CKV2_AWS_5", wants: "What CKV2_AWS_5 wants", stack: "prod-network", resource: "clients_group" },
      ],
    });
  });

  test.each([
    ["a file that it could not read", reportOf({}, { parsing_errors: 1 }), []],
    ["no results at all", JSON.stringify({ passed: 0, failed: 0, parsing_errors: 0 }), []],
    [
      "a stack in which nothing was checked",
      reportOf({ passed_checks: [check("prod-database", "CKV_AWS_16")] }),
      ["prod-database", "prod-network"],
    ],
  ])("is no verdict with %s", (_, report, stacks) => {
    expect(thrownBy(() => readReport(report, stacks))).toMatchObject({ code: "checkov_blind" });
  });
});
