import { readFailure } from "../../../../ops/review/model/plan-failure";
import { recordedReview } from "../recorded-review";

const database = recordedReview("nothing-to-do").synthesized.find(({ id }) => id === "local-database");

const missing = (outputs: string): string => `
Error: Unsupported attribute

  on cdk.tf.json line 90, in resource.aws_db_subnet_group.subnet_group.subnet_ids:
  90:           "\${data.terraform_remote_state.cross-stack-reference-input-local-network.outputs.cross-stack-output-aws_subnetprivate_us-east-1aid}",
    ├────────────────
    │ data.terraform_remote_state.cross-stack-reference-input-local-network.outputs is object with ${outputs}

This object does not have an attribute named "cross-stack-output-aws_subnetprivate_us-east-1aid".
`;

describe("a stack that has no plan", () => {
  it("waits for an upstream stack whose first deployment was interrupted, which has a state and no outputs", () => {
    if (database === undefined) throw new Error("there is no recorded database stack");
    const review = readFailure(database, missing("no attributes"));
    expect(review).toMatchObject({ kind: "waiting", id: "local-database", upstream: "local-network" });
    expect(review.changes.length).toBe(database.resources.size);
  });

  it("has failed where the upstream has outputs, and this one is not among them", () => {
    if (database === undefined) throw new Error("there is no recorded database stack");
    expect(readFailure(database, missing("12 attributes"))).toMatchObject({ kind: "failed" });
  });
});
