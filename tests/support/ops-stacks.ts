import path from "node:path";
import type { Environment } from "../../environments";
import { readEnvironment, type SynthesizedStack } from "../../ops/review/model/synthesized";
import { inTemporaryFolder, synthesizeTo } from "./synthesized-stacks";

/** What `npm run ops` gets by synthesizing the project: the stacks of one environment, synthesized in this process. */
export function opsStacks(environment: Environment): readonly SynthesizedStack[] {
  return inTemporaryFolder("ops-stacks-", (folder) => {
    synthesizeTo(folder, [environment]);
    return readEnvironment(path.join(folder, "cdktf.out"), environment.name);
  });
}
