import type { Aws, DatabaseInstance, LogLine, SecretState } from "../../ops/aws/ports";
import type { RoutePort } from "../../ops/route/route";

/** What a fake AWS knows. Calls that change something are recorded and change nothing. */
export interface FakeAwsWorld {
  readonly secrets: Readonly<Record<string, SecretState>>;
  readonly lines?: readonly LogLine[];
  /** AWSCURRENT by ARN. */
  readonly values?: Readonly<Record<string, string>>;
  readonly route?: RoutePort;
  readonly instance?: DatabaseInstance;
  /** Answers of the function by action; a function may throw. */
  readonly answers?: Readonly<Record<string, (event: Readonly<Record<string, unknown>>) => unknown>>;
}

const NO_ROUTE: RoutePort = {
  async open() {
    throw new Error("the fake AWS has no database behind it");
  },
};

export interface FakeAws extends Aws {
  /** The calls that would have changed something. */
  readonly changes: readonly string[];
}

/** AWS for tests of what a command says and decides: nothing behind it, no network. */
export function fakeAws({
  secrets,
  lines = [],
  values = {},
  route = NO_ROUTE,
  instance,
  answers = {},
}: FakeAwsWorld): FakeAws {
  const changes: string[] = [];
  const record = async (change: string): Promise<void> => void changes.push(change);
  return {
    changes,
    secrets: {
      describe: async (id) => Object.values(secrets).find(({ arn, name }) => id === arn || id === name),
      versions: async (id) =>
        [...(Object.values(secrets).find(({ arn }) => id === arn)?.labels ?? [])].map(([versionId, labels]) => ({
          versionId,
          labels,
          createdAt: new Date("2026-01-01T00:00:00Z"),
        })),
      value: async (id) => values[id] ?? "",
      deleteWithRecovery: (id) => record(`delete ${id}`),
      async rotate(id) {
        await record(`rotate ${id}`);
        return { isContinued: false, versionId: "new" };
      },
      moveCurrent: (_, { to, from }) => record(`move AWSCURRENT from ${from} to ${to}`),
      removePending: (_, version) => record(`remove AWSPENDING from ${version}`),
      restore: (id) => record(`restore ${id}`),
      deleteForever: (id) => record(`delete ${id} for ever`),
      cancelRotation: () => record("cancel rotation"),
      scheduleRotation: (_, { functionArn, expression, window }) =>
        record(`schedule ${expression} for ${window} with ${functionArn}`),
    },
    rotationFunction: {
      async invoke(event) {
        const answer = answers[String(event.action)];
        if (answer === undefined) throw new Error(`the fake function has no answer to ${event.action}`);
        return answer(event);
      },
    },
    log: { lines: async () => lines },
    database: { instance: async () => instance },
    route,
  };
}

/** A deployed secret that has rotated and is not rotating. */
export function fakeSecret(changes: Partial<SecretState> & { readonly name: string }): SecretState {
  return {
    arn: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${changes.name}-AbCdEf`,
    rotationEnabled: true,
    rotationFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:sample-rotation",
    schedule: "rate(2 days)",
    createdAt: new Date("2026-01-01T00:00:00Z"),
    lastRotatedAt: new Date("2026-01-03T00:00:00Z"),
    nextRotationAt: new Date("2026-01-05T02:00:00Z"),
    deletedAt: undefined,
    tags: new Map([["rotation:strategy", "alternating-users"]]),
    labels: new Map([
      ["v2", ["AWSCURRENT"]],
      ["v1", ["AWSPREVIOUS"]],
    ]),
    ...changes,
  };
}
