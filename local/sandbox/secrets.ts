import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { DatabaseLogin } from "../../ops/database/login";
import { LocalError } from "../terminal/error";
import { pause } from "../terminal/interruption";
import type { LeakCheck } from "../terminal/leak-check";
import { isObject } from "../terraform/json-object";
import type { StackTerraform } from "../terraform/stack-terraform";

const ROTATION_TIMEOUT_MS = 120_000;

/** The ARNs of the deployed app secrets by name. Throws `not_deployed` when there is none. */
export function appSecretArns(terraform: Pick<StackTerraform, "output">): Readonly<Record<string, string>> {
  const found = terraform.output("local-app-secret", "app_secret_arns");
  if (isObject(found)) return found as Readonly<Record<string, string>>;
  throw new LocalError("not_deployed", "no app secret is deployed; what to do: npm run local -- deploy");
}

/** The ARN of one of them, by its name with or without `local/`; without a name, of the first. */
export function arnOf(arns: Readonly<Record<string, string>>, name: string | undefined): string {
  const names = Object.keys(arns);
  const arn = arns[(name ?? names[0] ?? "").replace(/^local\//, "")];
  if (arn !== undefined) return arn;
  throw new LocalError(
    "bad_command",
    `there is no app secret ${JSON.stringify(String(name).slice(0, 60))}; allowed: ${names.join(", ")}`,
  );
}

/** Rotates a secret and waits until another version is AWSCURRENT. Throws `command_failed` when none is after two minutes. */
export async function rotateAndWait(client: SecretsManagerClient, arn: string, signal: AbortSignal): Promise<void> {
  const current = async (): Promise<string | undefined> => {
    const { VersionIdsToStages: stages = {} } = await client.send(new DescribeSecretCommand({ SecretId: arn }));
    return Object.keys(stages).find((version) => stages[version]?.includes("AWSCURRENT"));
  };
  const before = await current();
  await client.send(new RotateSecretCommand({ SecretId: arn }));
  for (const endMs = Date.now() + ROTATION_TIMEOUT_MS; Date.now() < endMs; await pause(200, signal)) {
    if ((await current()) !== before) return;
  }
  throw new LocalError(
    "command_failed",
    `the rotation of ${arn} was not complete after ${ROTATION_TIMEOUT_MS / 1000} s; what to do: read what the function wrote, in the log of ` +
      "the local AWS (npm run local -- status names it)",
  );
}

/** What secrets are read with. */
export interface SecretReader {
  readonly client: SecretsManagerClient;
  readonly register: LeakCheck["register"];
}

/** A credential as an application reads it. */
export type ReadLogin = DatabaseLogin;

/** Reads the credential that is AWSCURRENT. Its password is shown to `register`. */
export async function currentLogin({ client, register }: SecretReader, arn: string): Promise<ReadLogin> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  const login = JSON.parse(SecretString ?? "{}") as ReadLogin;
  register(login.password);
  return login;
}
