import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { RotationWorld } from "../rotation-world";

type Input = Readonly<Record<string, string>>;

/** Where the `aws` of a drill sends its calls. */
export interface AwsForPeople {
  readonly url: string;
  close(): Promise<void>;
}

/** What is done by others than Secrets Manager and the function. */
export interface PeoplesWork {
  /** Of RDS: a new admin password, in the database and in the secret. */
  rotateAdmin(): Promise<void>;
  /** Of Terraform: the event of a deployment. */
  provision(): Promise<unknown>;
}

const SECRETS: Readonly<Record<string, new (input: never) => object>> = {
  "describe-secret": DescribeSecretCommand,
  "get-resource-policy": GetResourcePolicyCommand,
  "get-secret-value": GetSecretValueCommand,
  "list-secret-version-ids": ListSecretVersionIdsCommand,
  "put-secret-value": PutSecretValueCommand,
  "rotate-secret": RotateSecretCommand,
  "update-secret-version-stage": UpdateSecretVersionStageCommand,
};

/**
 * Serves what a person on call asks AWS for: Secrets Manager with the world's own client, Lambda by the world's handler, the function's log by
 * what the handler wrote, and the work of RDS and Terraform.
 */
export async function awsForPeople(
  world: RotationWorld,
  { rotateAdmin, provision }: PeoplesWork,
): Promise<AwsForPeople> {
  const lines: Record<string, unknown>[] = [];
  const secrets = async (operation: string, input: Input): Promise<object> => {
    const Command = SECRETS[operation];
    if (Command === undefined) throw new Error(`no operation ${operation}`);
    try {
      const { $metadata, ...answer } = (await world.client.send(new Command(input as never) as never)) as {
        $metadata: unknown;
      };
      return answer;
    } finally {
      // A person reads on after the rotation that the call began, or continued, has ended.
      if (operation === "rotate-secret") await world.settled(input.SecretId ?? "");
    }
  };
  const answer = async (call: string, input: Input): Promise<object> => {
    const [service, operation = ""] = call.split(" ");
    switch (service) {
      case "secretsmanager":
        return secrets(operation, input);
      case "lambda":
        return { payload: await world.handler(JSON.parse(input.Payload ?? "null")) };
      case "logs":
        lines.push(...world.logs());
        return {
          events: lines.filter(matching(input.FilterPattern ?? "")).map((line) => ({ message: JSON.stringify(line) })),
        };
      case "terraform":
        return { provisioned: await provision() };
      default:
        await rotateAdmin();
        return {};
    }
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { call, input } = JSON.parse(body) as { call: string; input: Input };
    try {
      response.end(JSON.stringify(await answer(call, input)));
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ name: (error as Error).name, message: (error as Error).message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** `{ $.outcome = "failed" && $.secretId = "*shop*" }`, of which a star stands for anything. */
function matching(pattern: string): (line: Record<string, unknown>) => boolean {
  const terms = [...pattern.matchAll(/\$\.(\w+) = "([^"]*)"/g)].map(([, field = "", wanted = ""]) => ({
    field,
    wanted: new RegExp(
      `^${wanted
        .split("*")
        .map((part) => part.replace(/[^\w]/g, "\\$&"))
        .join(".*")}$`,
    ),
  }));
  if (terms.length === 0) throw new Error(`a filter pattern that is not understood: ${pattern}`);
  return (line) => terms.every(({ field, wanted }) => wanted.test(String(line[field])));
}
