import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  type RotateSecretCommandInput,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
  type UpdateSecretVersionStageCommandInput,
} from "@aws-sdk/client-secrets-manager";
import type { RunningTarget, TestFunction } from "./rule";

type Rotation = NonNullable<RunningTarget["rotation"]>;

/**
 * What a rule is observed with: the official client and a few short forms.
 *
 * Versions have ids made of one repeated letter, {@link version}("a") and so on, and show up by that letter.
 */
export class ContractKit {
  readonly client: SecretsManagerClient;
  readonly url: string;
  readonly #target: RunningTarget;
  static #secrets = 0;

  constructor(target: RunningTarget) {
    this.#target = target;
    this.url = target.url;
    this.client = this.clientIn("us-east-1");
  }

  /** A client of another Region of the same service. */
  clientIn(region: string): SecretsManagerClient {
    return new SecretsManagerClient({
      endpoint: this.url,
      region,
      credentials: { accessKeyId: "AKIDCONTRACT", secretAccessKey: "not-checked" },
      maxAttempts: 1,
    });
  }

  /** A name that no other rule uses. */
  newName(): string {
    ContractKit.#secrets += 1;
    return `contract/rule-number-${ContractKit.#secrets}`;
  }

  /** A new secret whose version `a` holds "value of a". @returns its name. */
  async secret(): Promise<string> {
    const name = this.newName();
    await this.client.send(
      new CreateSecretCommand({ Name: name, ClientRequestToken: version("a"), SecretString: "value of a" }),
    );
    return name;
  }

  /** A new secret without a value. @returns its name. */
  async emptySecret(): Promise<string> {
    const name = this.newName();
    await this.client.send(new CreateSecretCommand({ Name: name }));
    return name;
  }

  async put(secretId: string, letter: string, stages?: string[], value = `value of ${letter}`) {
    return this.client.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        ClientRequestToken: version(letter),
        SecretString: value,
        ...(stages && { VersionStages: stages }),
      }),
    );
  }

  async moveStage(secretId: string, input: Omit<UpdateSecretVersionStageCommandInput, "SecretId">) {
    return this.client.send(new UpdateSecretVersionStageCommand({ SecretId: secretId, ...input }));
  }

  async get(secretId: string, wanted: Omit<GetSecretValueCommandInput, "SecretId"> = {}) {
    return this.client.send(new GetSecretValueCommand({ SecretId: secretId, ...wanted }));
  }

  async describe(secretId: string) {
    return this.client.send(new DescribeSecretCommand({ SecretId: secretId }));
  }

  /**
   * The versions in order of creation with their labels: `{ a: "AWSPREVIOUS", b: "AWSCURRENT AWSPENDING" }`. Those
   * without labels are left out here as well, unless asked for: whether the endpoint does so has a rule of its own.
   */
  async labels(secretId: string, includeDeprecated = false): Promise<Record<string, string>> {
    const { Versions: listed = [] } = await this.client.send(
      new ListSecretVersionIdsCommand({ SecretId: secretId, IncludeDeprecated: includeDeprecated }),
    );
    const Versions = listed.filter(({ VersionStages = [] }) => includeDeprecated || VersionStages.length > 0);
    return Object.fromEntries(
      Versions.map(({ VersionId = "", VersionStages = [] }) => [
        VersionId.charAt(0),
        [...VersionStages].sort().join(" "),
      ]),
    );
  }

  async rotate(secretId: string, input: Omit<RotateSecretCommandInput, "SecretId"> = {}) {
    return this.client.send(new RotateSecretCommand({ SecretId: secretId, ...input }));
  }

  /** Configures rotation every 2 days and starts it with version `letter`. */
  async startRotation(secretId: string, letter: string, input: Partial<RotateSecretCommandInput> = {}) {
    return this.rotate(secretId, {
      ClientRequestToken: version(letter),
      RotationLambdaARN: this.rotation.functionArn,
      RotationRules: { AutomaticallyAfterDays: 2 },
      ...input,
    });
  }

  /** A new secret that its function has rotated once, to version b. */
  async rotatedSecret(): Promise<string> {
    const secret = await this.secret();
    await this.useFunction(secret);
    await this.startRotation(secret, "b");
    await this.rotation.settled(secret);
    return secret;
  }

  /** Only for rules that need a function. */
  get rotation(): Rotation {
    if (this.#target.rotation === undefined) throw new Error("this target runs no functions");
    return this.#target.rotation;
  }

  /**
   * Sets the function of a secret to one that works, with `around` called first in each step: it may throw.
   *
   * @returns the steps that were called, as they are called.
   */
  async useFunction(secretId: string, around: TestFunction = async () => undefined): Promise<string[]> {
    const steps: string[] = [];
    const { ARN = "" } = await this.describe(secretId);
    this.rotation.setFunction(ARN, async (step, arn, token, payload) => {
      steps.push(step);
      await around(step, arn, token, payload);
      const letter = token.charAt(0);
      if (step === "createSecret") await this.put(arn, letter, ["AWSPENDING"]);
      if (step === "finishSecret") await this.finish(arn, token);
    });
    return steps;
  }

  /** What finishSecret does: moves AWSCURRENT to the token, unless it is there. */
  async finish(arn: string, token: string): Promise<void> {
    const { VersionIdsToStages = {} } = await this.describe(arn);
    const current = Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes("AWSCURRENT"))?.[0];
    if (current === token) return;
    await this.moveStage(arn, {
      VersionStage: "AWSCURRENT",
      MoveToVersionId: token,
      ...(current && { RemoveFromVersionId: current }),
    });
  }

  advanceClock(milliseconds: number): void {
    if (this.#target.advanceClock === undefined) throw new Error("the clock of this target can not be set");
    this.#target.advanceClock(milliseconds);
  }

  /** A request as an SDK would not send it. @returns the answer's status and body. */
  async raw(
    operation: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `secretsmanager.${operation}`,
        Authorization:
          "AWS4-HMAC-SHA256 Credential=AKIDRAW/20200101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0",
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}

/** The version id that is made of one letter: 36 characters. */
export function version(letter: string): string {
  return letter.repeat(36);
}

/** "ok", or the name of the error. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "ok",
    (error: Error) => error.name,
  );
}

/** "ok", or `name: message`. */
export async function explained(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "ok",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

/** For errors whose type is not documented. */
export async function isRefused(call: Promise<unknown>): Promise<boolean> {
  return (await outcome(call)) !== "ok";
}
