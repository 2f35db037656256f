import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { logFileOf } from "../deployment/prepare";
import type { StackTerraform } from "../deployment/stack-terraform";
import { STACKS } from "../deployment/workspace";
import { textTable } from "../rehearsal/text-table";
import type { KeptPaths } from "./paths";
import type { ServedBy } from "./served-by";

/** What runs, what is deployed and when each secret was rotated: for a person. */
export async function statusText(
  paths: KeptPaths,
  served: ServedBy,
  terraform: Pick<StackTerraform, "resources" | "output">,
  secrets: { readonly client: SecretsManagerClient; readonly arns: Readonly<Record<string, string>> },
): Promise<string> {
  const stacks = STACKS.map((stack) => [stack, String(terraform.resources(stack).length)]);
  const rotated = await Promise.all(
    Object.entries(secrets.arns).map(async ([name, arn]) => {
      const { LastRotatedDate: last, NextRotationDate: next } = await secrets.client.send(
        new DescribeSecretCommand({ SecretId: arn }),
      );
      return [`local/${name}`, last?.toISOString() ?? "never", next?.toISOString() ?? ""];
    }),
  );
  const endpoint = terraform.output("local-database", "endpoint");
  return [
    `The local AWS runs at ${served.url} (process ${served.pid}); its log: ${paths.log}`,
    `Terraform's log: ${logFileOf(paths.deployment)}`,
    ...(typeof endpoint === "string" ? [`MySQL: ${endpoint}`] : []),
    "",
    textTable(
      [
        { title: "stack", align: "left" },
        { title: "resources", align: "right" },
      ],
      stacks,
    ),
    ...(rotated.length === 0
      ? []
      : [
          "",
          textTable(
            ["secret", "rotated", "next"].map((title) => ({ title, align: "left" as const })),
            rotated,
          ),
        ]),
  ].join("\n");
}
