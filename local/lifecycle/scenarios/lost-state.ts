import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { errorsIn } from "../../../ops/terraform/errors-in";
import { asList, asObject } from "../../../stacks/guard-rails/json";
import { stackFolder, stateFile } from "../../terraform/workspace";
import { applied, nothingToDo, planned } from "../deployment";
import type { Scenario } from "./scenario";

const STACK = "local-bastion";

/** The state of one stack is gone: an apply says what is there already, and imports take it back into a new state. */
export const lostState: Scenario = {
  name: "lost-state",
  title: "Lose the state of a stack",
  isInShort: false,
  async run(context, recorder) {
    const file = stateFile(context.workspace, STACK);
    const kept = `${file}.lost`;
    const held = heldIn(file);
    await recorder.step("apply without the state", async () => {
      renameSync(file, kept);
      // What has a name can exist once only; the instance, which has none, is left out of this try: it would be a second one.
      const role = held.find(({ type }) => type === "aws_iam_role");
      const run = await context.terraform.run(STACK, ["apply", "-auto-approve", `-target=${role?.address}`]);
      recorder.check("the apply fails", run.exitCode !== 0);
      recorder.check("it says what exists already", /already exists/i.test(run.output), errorsIn(run.output));
      rmSync(file, { force: true });
    });
    await recorder.step("import what is there", async () => {
      const blocks = path.join(stackFolder(context.workspace, STACK), "imports.tf.json");
      writeFileSync(blocks, JSON.stringify({ import: held.map(({ address, id }) => ({ to: address, id })) }));
      // A key pair's public half cannot be read back, so it is put there again, under the same name.
      const plan = await planned(recorder, context, STACK, ["~ aws_*", "-/+ aws_key_pair.key_pair"]);
      await applied(recorder, context, plan);
      rmSync(blocks);
      await nothingToDo(recorder, context, [STACK]);
      const back = context.terraform.resources(STACK);
      recorder.check("the state holds what it held", back.length === held.length, back.join(", "));
      rmSync(kept);
    });
  },
};

interface Held {
  readonly type: string;
  readonly address: string;
  readonly id: string;
}

/** What a state holds, with the ids by which it is imported. */
function heldIn(file: string): readonly Held[] {
  const resources = asList(asObject(JSON.parse(readFileSync(file, "utf8"))).resources);
  return resources.map(asObject).flatMap(({ mode, type, name, instances }) => {
    const attributes = asObject(asObject(asList(instances)[0]).attributes);
    if (mode !== "managed" || typeof type !== "string") return [];
    return [{ type, address: `${type}.${name}`, id: importIdOf(type, attributes) }];
  });
}

function importIdOf(type: string, attributes: Readonly<Record<string, unknown>>): string {
  if (type === "aws_iam_role_policy_attachment") return `${attributes.role}/${attributes.policy_arn}`;
  return String(attributes.id);
}
