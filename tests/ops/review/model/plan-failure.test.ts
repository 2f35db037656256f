import { readFailure } from "../../../../ops/review/model/plan-failure";
import type { SynthesizedStack } from "../../../../ops/review/model/synthesized";
import { recordedReview } from "../recorded-review";

const { synthesized } = recordedReview("nothing-to-do");
const database = synthesized.find(({ id }) => id === "local-database") as SynthesizedStack;
const OUTPUT = "cross-stack-output-aws_subnetprivate_us-east-1aid";
/** The network as it will be: with an output of its own for each name. */
const withOutputs = (...names: readonly string[]): readonly SynthesizedStack[] =>
  synthesized.map((stack) =>
    stack.id === "local-network" ? { ...stack, outputs: Object.fromEntries(names.map((name) => [name, "x"])) } : stack,
  );

const missing = (outputs: string, name = OUTPUT): string => `
Error: Unsupported attribute

  on cdk.tf.json line 90, in resource.aws_db_subnet_group.subnet_group.subnet_ids:
  90:           "\${data.terraform_remote_state.cross-stack-reference-input-local-network.outputs.${name}}",
    ├────────────────
    │ data.terraform_remote_state.cross-stack-reference-input-local-network.outputs is object with ${outputs}

This object does not have an attribute named "${name}".
`;

const failure = (output: string, stacks = withOutputs(OUTPUT), deployed: readonly string[] = []) =>
  readFailure(database, output, { stacks, deployed: new Map(deployed.map((address) => [address, { id: "known" }])) });

describe("a stack that has no plan", () => {
  it("waits for an upstream stack whose first deployment was interrupted, which has a state and no outputs", () => {
    const review = failure(missing("no attributes"));
    expect(review).toMatchObject({ kind: "waiting", id: "local-database", upstream: "local-network" });
    expect(review.changes.length).toBe(database.resources.size);
  });

  it("waits for a deployed upstream stack that gets the output only now", () => {
    const [first = "", ...others] = [...database.resources.keys()];
    const review = failure(missing("12 attributes"), withOutputs(OUTPUT), [...others, "aws_kms_key.old"]);
    expect(review).toMatchObject({
      kind: "waiting",
      upstream: "local-network",
      newOutputs: [OUTPUT],
      isDeployed: true,
      changes: [
        { action: "create", address: first },
        { action: "delete", address: "aws_kms_key.old", before: { id: "known" } },
      ],
    });
  });

  it("has failed where the upstream is not about to get the output", () => {
    expect(failure(missing("12 attributes"), withOutputs("another"))).toMatchObject({ kind: "failed" });
  });

  it("has failed where another error stands beside a new output", () => {
    const output = `${missing("12 attributes")}\nError: Invalid provider configuration\n`;
    expect(failure(output)).toMatchObject({ kind: "failed" });
    expect(failure(missing("12 attributes") + missing("12 attributes", "gone"))).toMatchObject({ kind: "failed" });
  });
});
