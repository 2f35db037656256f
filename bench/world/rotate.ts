import { RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { isBorrowed } from "../../local/mysql/borrowed-server";
import { LocalError } from "../../local/terminal/error";
import { STEPS, type StepName } from "../../rotation-fn/ports/rotation-steps";
import type { AppSecret } from "./app-secret";
import type { FunctionUnderTest } from "./function-under-test";
import type { Stage } from "./stage";

/** One rotation and what it cost. */
export interface MeasuredRotation {
  /** Milliseconds of each step, from the event that is handed over to the answer. */
  readonly stepMs: Readonly<Record<StepName, number>>;
  /** The sum of the steps. */
  readonly totalMs: number;
  /** How long the function's process had a processor in the meantime; undefined where the system does not tell it. */
  readonly processorMs: number | undefined;
  /** How long it had had one, since it was started, when the first step had ended. */
  readonly processorMsAfterFirstStep: number | undefined;
  /** Calls to Secrets Manager and to RDS. */
  readonly apiCalls: number;
  readonly rdsCalls: number;
  readonly logins: number;
  readonly failedLogins: number;
}

/**
 * Calls RotateSecret and waits for the end: Secrets Manager calls the function four times. API calls are counted where they arrive,
 * logins by the function, and on a server of our own the server must have seen as many.
 * Throws `rotation_failed` or `counts_differ`.
 */
export async function rotate(stage: Stage, secret: AppSecret, fn: FunctionUnderTest): Promise<MeasuredRotation> {
  const { server, calls, rds, watch } = stage;
  const arn = functionArn(stage, fn.accessKeyId);
  const processorAfter: (number | undefined)[] = [];
  stage.functions.set(arn, async (_arn, event) => {
    const answer = await fn.invoke(event);
    processorAfter.push(fn.processorMs());
    return answer;
  });
  const processorBefore = fn.processorMs();
  const before = {
    server: await watch.counts(),
    own: fn.ownCounts(),
    calls: calls.by(fn.accessKeyId),
    rds: rds.calls(),
  };
  await stage.operator.send(
    new RotateSecretCommand({
      SecretId: secret.arn,
      RotationLambdaARN: arn,
      RotationRules: { AutomaticallyAfterDays: 2 },
    }),
  );
  const result = await server.rotationSettled(secret.arn);
  if (result.status !== "succeeded") {
    throw new LocalError("rotation_failed", {
      problem: `a rotation of ${secret.username} (${secret.strategy}) by ${fn.accessKeyId} failed`,
      found: result.reason ?? "no reason was given",
      remedy: "read what was found; figures of a rotation that fails would be worth nothing",
    });
  }
  const own = fn.ownCounts();
  const after = await watch.counts();
  const rdsCalls = rds.calls() - before.rds;
  const logins = own.logins - before.own.logins;
  const failedLogins = own.failedLogins - before.own.failedLogins;
  const connections = after.connections - before.server.connections;
  const refused = after.abortedConnects - before.server.abortedConnects;
  if (!isBorrowed(stage.mysql) && (connections !== logins || refused !== failedLogins)) {
    throw new LocalError("counts_differ", {
      problem: `the function ${fn.accessKeyId} and the server do not count the same logins`,
      found: `${logins} with ${failedLogins} failing by the function, ${connections} with ${refused} refused by the server`,
      remedy: "find out what else logged in; on a server that others use, set MYSQL_URL to say so",
    });
  }
  const stepMs = Object.fromEntries(
    STEPS.map((step) => [step, result.steps.find((one) => one.step === step)?.durationMs ?? Number.NaN]),
  ) as Record<StepName, number>;
  return {
    stepMs,
    totalMs: STEPS.reduce((sum, step) => sum + stepMs[step], 0),
    processorMs: difference(processorAfter.at(-1), processorBefore),
    processorMsAfterFirstStep: processorAfter[0],
    apiCalls: calls.by(fn.accessKeyId) - before.calls + rdsCalls,
    rdsCalls,
    logins,
    failedLogins,
  };
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

/** By which Secrets Manager knows a function; only that it is different for each matters here. */
export function functionArn({ server }: Pick<Stage, "server">, name: string): string {
  return `arn:aws:lambda:${server.region}:${server.accountId}:function:${name}`;
}
