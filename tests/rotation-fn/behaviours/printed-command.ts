import {
  RotateSecretCommand,
  type SecretsManagerClient,
  TagResourceCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";

/**
 * Runs a line that the function prints (`aws secretsmanager … && …`), as a person would who pastes it. Throws for a command or an option
 * that the AWS CLI does not have, or that is not known here, and for a variable that the function left to the reader.
 */
export async function runPrinted(client: SecretsManagerClient, line: string): Promise<void> {
  if (line.includes("$")) throw new Error(`a variable is left to the reader: ${line}`);
  for (const command of line.split(" && ")) {
    const [program, service, operation, ...words] = command.split(" ").map((word) => word.replaceAll("'", ""));
    if (program !== "aws" || service !== "secretsmanager")
      throw new Error(`not a command of Secrets Manager: ${command}`);
    const options = new Map<string, string>();
    for (let at = 0; at < words.length; at += 2) options.set(words[at] ?? "", words[at + 1] ?? "");
    await send(client, operation ?? "", options);
  }
}

async function send(client: SecretsManagerClient, operation: string, options: Map<string, string>): Promise<void> {
  const take = (name: string): string => {
    const value = options.get(name);
    if (value === undefined) throw new Error(`${operation} without ${name}`);
    options.delete(name);
    return value;
  };
  const SecretId = take("--secret-id");
  switch (operation) {
    case "rotate-secret":
      await client.send(new RotateSecretCommand({ SecretId })).catch((error: Error) => {
        // The good answer where a rotation is pending: docs/runbook.md.
        if (!/will be reattempted/.test(error.message)) throw error;
      });
      break;
    case "update-secret-version-stage": {
      const VersionStage = take("--version-stage");
      const RemoveFromVersionId = take("--remove-from-version-id");
      await client.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId }));
      break;
    }
    case "tag-resource": {
      const [, Key, Value] = /^Key=(.*),Value=(.*)$/.exec(take("--tags")) ?? [];
      await client.send(new TagResourceCommand({ SecretId, Tags: [{ Key, Value }] }));
      break;
    }
    default:
      throw new Error(`unknown here: aws secretsmanager ${operation}`);
  }
  if (options.size > 0) throw new Error(`${operation} has no option ${[...options.keys()].join(", ")}`);
}
