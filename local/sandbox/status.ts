import { DescribeSecretCommand, type DescribeSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG } from "../../rotation-fn/settings";
import { ENGINE_TITLES } from "../mysql/program";
import { textTable } from "../terminal/text-table";
import { logFileOf } from "../terraform/prepare";
import type { StackTerraform } from "../terraform/stack-terraform";
import { STACKS } from "../terraform/workspace";
import { chosenEngine } from "./choices";
import type { KeptPaths } from "./paths";
import type { ServedBy } from "./pid-file";
import { currentLogin, type SecretReader } from "./secrets";

interface Secrets extends SecretReader {
  readonly arns: Readonly<Record<string, string>>;
}

/** What runs, what is deployed and how each secret stands: for a person. */
export async function statusText(
  paths: KeptPaths,
  served: ServedBy,
  terraform: Pick<StackTerraform, "resources" | "output">,
  secrets: Secrets,
): Promise<string> {
  const stacks = STACKS.map((stack) => [stack, String(terraform.resources(stack).length)]);
  const endpoint = terraform.output("local-database", "endpoint");
  const engine = ENGINE_TITLES[chosenEngine(paths)];
  return [
    `The local AWS runs at ${served.url} (process ${served.pid}); its log: ${paths.log}`,
    `Terraform's log: ${logFileOf(paths.deployment)}`,
    typeof endpoint === "string" ? `${engine}: ${endpoint}` : `${engine}: not deployed`,
    "",
    textTable(
      [
        { title: "stack", align: "left" },
        { title: "resources", align: "right" },
      ],
      stacks,
    ),
    ...(await secretsText(secrets)),
  ].join("\n");
}

/** A table of the app secrets; nothing where there are none. */
export async function secretsText({ arns, ...reader }: Secrets): Promise<readonly string[]> {
  const rows = await Promise.all(
    Object.entries(arns).map(async ([name, arn]) => {
      const described = await reader.client.send(new DescribeSecretCommand({ SecretId: arn }));
      const { username } = await currentLogin(reader, arn);
      return secretRow(`local/${name}`, username, described);
    }),
  );
  if (rows.length === 0) return [];
  const titles = ["secret", "strategy", "current user", "pending", "rotated", "next, at the latest"];
  return [
    "",
    textTable(
      titles.map((title) => ({ title, align: "left" as const })),
      rows,
    ),
    "",
    "  next: the end of the rotation window, in which the rotation starts by itself; now: npm run local -- rotate <secret>",
  ];
}

/** One row. Pending is a version that has AWSPENDING and not AWSCURRENT: a rotation that runs or is stuck. */
export function secretRow(
  name: string,
  username: string,
  described: Pick<DescribeSecretCommandOutput, "Tags" | "VersionIdsToStages" | "LastRotatedDate" | "NextRotationDate">,
): readonly string[] {
  const { Tags = [], VersionIdsToStages: stages = {}, LastRotatedDate: last, NextRotationDate: next } = described;
  const strategy = Tags.find(({ Key }) => Key === STRATEGY_TAG)?.Value ?? "default";
  const isPending = Object.values(stages).some(
    (labels) => labels.includes("AWSPENDING") && !labels.includes("AWSCURRENT"),
  );
  const time = (date: Date | undefined) => date?.toISOString().replace(/\.\d+Z$/, "Z");
  return [name, strategy, username, isPending ? "yes" : "no", time(last) ?? "never", time(next) ?? "off"];
}
