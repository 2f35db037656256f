import { z } from "zod";
import { findUsableSecret } from "../find-secret";
import { readInput, secretId } from "../input";
import type { Rotations } from "../rotation/rotations";
import type { Secret, State } from "../state";

/** What an operation works on. It changes `state` in one go, without awaiting: concurrent calls never interleave. */
export interface OperationContext {
  readonly state: State;
  readonly region: string;
  readonly accountId: string;
  readonly rotations: Rotations;
  /** The service's clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** In another Region than the service's own: makes a replica a secret of its own. */
  readonly promote?: (replica: Secret) => Secret;
}

/** Members without a value are left out on the wire: "Secrets Manager only returns fields that have a value". */
export type Reply = Readonly<Record<string, unknown>>;

export type Operation = (input: unknown, context: OperationContext) => Reply;

/** An operation that reads its request by a schema first; it throws a ServiceError or takes effect completely. */
export function operation<Schema extends z.ZodType>(
  schema: Schema,
  handle: (input: z.output<Schema>, context: OperationContext) => Reply,
): Operation {
  return (input, context) => handle(readInput(schema, input), context);
}

const named = z.object({ SecretId: secretId });

/** A call for one secret, at one moment. */
interface SecretCall<Request> {
  readonly secret: Secret;
  /** The members beside `SecretId`. */
  readonly request: Request;
  readonly context: OperationContext;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An operation on the secret that `SecretId` names; a secret in its recovery window refuses it. `shape`: the other members of the request. */
export function secretOperation<Shape extends z.ZodRawShape>(
  shape: Shape,
  handle: (call: SecretCall<z.output<z.ZodObject<Shape>>>) => Reply,
): Operation {
  const others = z.object(shape);
  return (input, context) => {
    const { SecretId } = readInput(named, input);
    const request = readInput(others, input);
    const now = context.now();
    return handle({ secret: findUsableSecret(context.state, SecretId, now), request, context, now });
  };
}

export const nameAndArn = (secret: { readonly arn: string; readonly name: string }): Reply => ({
  ARN: secret.arn,
  Name: secret.name,
});
