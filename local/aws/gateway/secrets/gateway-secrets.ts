import { randomUUID } from "node:crypto";
import { ServiceError } from "../../secrets-manager/errors";
import { findSecretIfAny } from "../../secrets-manager/find-secret";
import { passwordsIn } from "../../secrets-manager/issued-passwords";
import { createSecretsManager, type SecretsManagerService } from "../../secrets-manager/service";
import type { InvocationResult, RecordedCall, RetryPolicy, RotationEvent } from "../../secrets-manager/start";
import { readState, writeState } from "../../secrets-manager/state-file";
import type { Invocation } from "../functions/local-functions";

export interface GatewaySecretsOptions {
  /** Where the secrets are kept, values included. */
  readonly file: string;
  readonly region: string;
  readonly accountId: string;
  readonly retry: RetryPolicy | undefined;
  readonly invoke: (functionArn: string, event: RotationEvent) => Promise<Invocation>;
  /** Whether the function's policy lets Secrets Manager invoke it for this secret. */
  readonly mayInvoke: (functionArn: string, secretArn: string) => Promise<boolean>;
}

/** The gateway's Secrets Manager: the rehearsal's, with a disk and with real functions. */
export interface GatewaySecrets {
  readonly service: SecretsManagerService;
  readonly passwords: ReadonlySet<string>;
  /** Adds a password that was issued elsewhere. */
  register(password: string): void;
  /** What the service does for other services of AWS, which own secrets in it. Rejects when it refuses. */
  asOwner(operation: string, input: object): Promise<Readonly<Record<string, unknown>>>;
}

const READS = /^(BatchGet|Get|List|Describe|Validate)/;

export function createGatewaySecrets(options: GatewaySecretsOptions): GatewaySecrets {
  const { file, region, accountId, retry } = options;
  const state = readState(file);
  const passwords = new Set<string>();
  const registerAll = (): void => {
    for (const password of passwordsIn(state)) passwords.add(password);
  };
  const keep = (): void => {
    registerAll();
    writeState(file, state);
  };
  registerAll();

  const service = createSecretsManager({
    region,
    accountId,
    state,
    ...(retry === undefined ? {} : { retry }),
    onCall: async ({ operation }, input) => {
      if (operation === "RotateSecret") await refuseWithoutPermission(input);
    },
    afterCall: ({ operation }: RecordedCall) => {
      if (!READS.test(operation)) keep();
    },
    invokeFunction: async (arn, event) => resultOf(await options.invoke(arn, event)),
  });
  service.onRotation(({ kind }) => {
    if (kind === "rotation-ended") keep(); // LastRotatedDate
  });

  async function refuseWithoutPermission(input: unknown): Promise<void> {
    const { SecretId, RotationLambdaARN } = (input ?? {}) as Readonly<Record<string, string | undefined>>;
    const secret = SecretId === undefined ? undefined : findSecretIfAny(state, SecretId, Date.now());
    const functionArn = RotationLambdaARN ?? secret?.rotation?.functionArn;
    if (secret === undefined || functionArn === undefined) return; // the operation itself says so
    if (await options.mayInvoke(functionArn, secret.arn)) return;
    // Wording recorded from the service.
    throw new ServiceError(
      "AccessDeniedException",
      "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the " +
        "principal secretsmanager.amazonaws.com.",
    );
  }

  return {
    service,
    passwords,
    register: (password) => void passwords.add(password),
    asOwner: async (operation, input) => {
      const answer = await service.handle({
        method: "POST",
        target: "/",
        headers: {
          "x-amz-target": `secretsmanager.${operation}`,
          authorization: "AWS4-HMAC-SHA256 Credential=rds.amazonaws.com/",
        },
        body: Buffer.from(JSON.stringify({ ClientRequestToken: randomUUID(), ...input })),
      });
      if (answer.status !== 200) throw new Error(`Secrets Manager refused ${operation}: ${answer.body}`);
      return JSON.parse(String(answer.body));
    },
  };
}

function resultOf(invocation: Invocation): InvocationResult {
  if (invocation.kind === "ran") {
    const { outcome } = invocation;
    if (outcome.ok) return { ok: true };
    return { ok: false, errorType: outcome.errorType, errorMessage: outcome.errorMessage };
  }
  return invocation.kind === "throttled"
    ? { ok: false, errorType: "TooManyRequestsException", errorMessage: "Rate Exceeded." }
    : { ok: false, errorType: "ResourceNotFoundException", errorMessage: "there is no such function" };
}
