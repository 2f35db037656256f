import { readFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { parseEnvironment } from "../../environments";
import type { EnvironmentInput } from "../../environments/schema";
import { DatabaseStack } from "../../stacks/database/database";
import { sampleWith } from "./sample-environment";
import { inTemporaryFolder, SynthesizedStack } from "./synthesized-stacks";

/** The database stack of the sample with other values in its `database` section, alone: subnets and groups are made up. */
export function databaseWith(database: Readonly<Record<string, unknown>>): SynthesizedStack {
  return databaseOf(sampleWith({ database }));
}

/** The same of any environment file. */
export function databaseOf(input: EnvironmentInput): SynthesizedStack {
  return inTemporaryFolder("database-", (folder) => synthesizeDatabaseTo(folder, input));
}

/** The same, left in `cdktf.out/stacks/sample-database` below a folder. */
export function synthesizeDatabaseTo(folder: string, input: EnvironmentInput): SynthesizedStack {
  const app = new App({ outdir: path.join(folder, "cdktf.out") });
  const { node } = new DatabaseStack(app, parseEnvironment("sample", input), {
    privateSubnetIds: ["subnet-11111111", "subnet-22222222"],
    securityGroupId: "sg-11111111",
  });
  app.synth();
  const file = path.join(folder, "cdktf.out", "stacks", node.id, "cdk.tf.json");
  return new SynthesizedStack(node.id, readFileSync(file, "utf8"));
}
