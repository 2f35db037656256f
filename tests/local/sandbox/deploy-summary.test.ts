import { deploySummary, stackCounts } from "../../../local/sandbox/deploy-summary";

describe("the summary of a deployment", () => {
  test.each([
    [
      "local-network  Apply complete! Resources: 30 added, 1 changed, 2 destroyed.",
      { stack: "local-network", added: 30, changed: 1, destroyed: 2 },
    ],
    [
      "local-app-secret  Apply complete! Resources: 2 imported, 3 added, 0 changed, 0 destroyed.",
      { stack: "local-app-secret", added: 3, changed: 0, destroyed: 0 },
    ],
    [
      "local-bastion  Destroy complete! Resources: 5 destroyed.",
      { stack: "local-bastion", added: 0, changed: 0, destroyed: 5 },
    ],
    ["local-network  aws_vpc.vpc: Creating...", undefined],
  ])("reads %s", (line, expected) => {
    expect(stackCounts(line)).toEqual(expected);
  });

  test("has a line for each stack that ended, in the order of deployment, and says where the rest is", () => {
    const one = { added: 1, changed: 0, destroyed: 2 };
    const counts = [
      { stack: "local-app-secret", ...one },
      { stack: "local-network", ...one },
    ];
    const lines = deploySummary(counts, { durationMs: 61_000, logFile: "/a folder/terraform.log" }).split("\n");
    expect(lines.map((line) => line.trim().split(/\s+/)).slice(2, 4)).toEqual([
      ["local-network", "+1", "~0", "-2"],
      ["local-app-secret", "+1", "~0", "-2"],
    ]);
    expect(lines.at(-1)).toMatch(/^61.*everything that Terraform printed: \/a folder\/terraform\.log$|^1 min/);
    expect(lines.length).toBeLessThanOrEqual(10);
  });
});
