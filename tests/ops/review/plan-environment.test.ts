import { readFileSync } from "node:fs";
import path from "node:path";
import { planEnvironment } from "../../../ops/review/plan-environment";
import { stubEnvironment } from "../delivery/stub-environment";

const OUTPUT = "cross-stack-output-aws_vpcvpcid";
const MISSING = `Error: Unsupported attribute

data.terraform_remote_state.cross-stack-reference-input-dev-network.outputs is object with 12 attributes

This object does not have an attribute named "${OUTPUT}".
`;

describe("a review of a deployed stack that reads an output which its upstream stack only gets now", () => {
  it("says that it is to be reviewed again, what comes, and does not fail", async () => {
    const stub = stubEnvironment();
    stub.addOutput("dev-network", OUTPUT);
    stub.append("dev-database", "refuses-plan", MISSING);
    const { folder, summary } = await planEnvironment({ ...stub.options, outFolder: stub.reviewFolder });
    expect(summary.exitCode).toBe(2);
    expect(summary.sentence).toContain("dev-database must be reviewed again after dev-network");
    expect(summary.stacks.map(({ id, state }) => [id, state])).toContainEqual(["dev-database", "waiting"]);
    const report = readFileSync(path.join(folder, "report.md"), "utf8");
    expect(report).toMatch(/\| `dev-database` \|.*\*\*review again after `dev-network`\*\*: it reads what that stack/);
    const manifest = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));
    expect(manifest.stacks).toContainEqual(expect.objectContaining({ id: "dev-database", after: ["dev-network"] }));
  });

  it("fails where no stack of the environment is about to get that output", async () => {
    const stub = stubEnvironment();
    stub.append("dev-database", "refuses-plan", MISSING);
    const { summary } = await planEnvironment({ ...stub.options, outFolder: stub.reviewFolder });
    expect(summary.exitCode).toBe(1);
    expect(summary.sentence).toContain("1 of 2 stacks could not be planned");
  });
});
