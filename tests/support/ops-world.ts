import { randomUUID } from "node:crypto";
import * as sdk from "@aws-sdk/client-secrets-manager";
import { type Environment, parseEnvironment } from "../../environments";
import { readFilterPattern } from "../../local/aws/gateway/rewrites/filter-pattern";
import { functionFailure } from "../../ops/aws/function-failure";
import type { Aws, LogLine } from "../../ops/aws/ports";
import { secretsPort } from "../../ops/aws/secrets-manager";
import { runOps, type Surroundings } from "../../ops/command/run";
import { COMMANDS } from "../../ops/commands";
import type { DrillWorld } from "../../ops/drill/drill-world";
import { STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import { type AppSecret, type AppValue, appSecret } from "./app-secret";
import { type FaultyAws, faultyAws } from "./faulty-aws";
import { testMysql } from "./mysql";
import { adminSecret, ownAdmin } from "./own-admin";
import { type RotationWorld, rotationWorld, uniqueNames, type WorldOptions } from "./rotation-world";
import { sampleWith } from "./sample-environment";
import { testDrill } from "./test-drill";

/** What a command printed and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** The document of `--json`. */
  json(): Record<string, unknown>;
}

/** One environment with one app secret, provisioned in the real MySQL, and its operator. */
export interface Deployed {
  readonly environment: Environment;
  readonly secret: AppSecret;
  readonly adminUser: string;
  readonly adminArn: string;
  readonly aws: FaultyAws;
  /** What the secret of this name holds: it may have been made again under another ARN. */
  value(label?: string): Promise<AppValue>;
  /** From now on RDS knows no instance. */
  destroyDatabase(): void;
  /** `npm run ops -- <command> <environment> shop <options>`. */
  ops(command: string, ...options: string[]): Promise<Ran>;
  /** The same without the name of the secret. */
  opsWithoutSecret(command: string, ...options: string[]): Promise<Ran>;
  /** What `drill` breaks it with. */
  drillWorld(): Promise<DrillWorld>;
  /** For a command line that needs more, such as a terminal. */
  readonly surroundings: Partial<Surroundings>;
}

export interface OpsWorld {
  readonly world: RotationWorld;
  deployed(strategy: StrategyName, rotations?: number): Promise<Deployed>;
  /** From now on Secrets Manager's calls reach no function: the steps of a rotation are the test's. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

/** The commands on the function's real handler, a real MySQL and the embedded Secrets Manager, in this process. */
export async function opsWorld(options: WorldOptions = {}): Promise<OpsWorld> {
  let isHeld = false;
  const world = await rotationWorld({}, { runsRotations: () => !isHeld, ...options });
  const clock = skippingClock();
  const lines: LogLine[] = [];
  const collect = (): void => {
    lines.push(...world.logs().map((fields) => ({ at: clock.now(), fields })));
  };
  return {
    world,
    async deployed(strategy, rotations = 1) {
      const admin = await ownAdmin();
      const adminArn = await adminSecret(world, admin);
      const { dbname, username } = uniqueNames();
      const environment = parseEnvironment(`t${randomUUID().slice(0, 8)}`, {
        ...sampleWith({ region: "us-east-1", accountId: "123456789012" }),
        network: {
          cidr: "10.1.0.0/16",
          zones: [{ name: "us-east-1a" }, { name: "us-east-1b" }],
        },
        appSecrets: [
          {
            name: "shop",
            database: dbname,
            username,
            privileges: ["SELECT", "INSERT"],
            strategy,
          },
        ],
      });
      const Name = `${environment.name}/shop`;
      const Tags = [{ Key: STRATEGY_TAG, Value: strategy }];
      const { ARN = "" } = await world.client.send(new sdk.CreateSecretCommand({ Name, Tags }));
      const { engine, host, port } = testMysql();
      const instance = { isThere: true, host, port, adminSecretArn: adminArn };
      const aws = faultyAws(awsOf(world, lines, collect, instance));
      await world.handler({
        action: "provision",
        secretId: ARN,
        adminSecretId: adminArn,
        engine,
        host,
        port,
        dbname,
        username,
        userHost: "%",
        privileges: ["SELECT", "INSERT"],
      });
      const secret = appSecret(world.client, world.handler, ARN, Name);
      await schedule(secret, environment);
      await world.settled(ARN);
      for (let rotation = 0; rotation < rotations; rotation++) {
        await secret.begin();
        await world.settled(ARN);
      }
      await schedule(secret, environment);
      await world.settled(ARN);
      const surroundings = {
        environments: () => ({ [environment.name]: environment }),
        aws: () => aws,
        now: clock.now,
        sleep: clock.sleep,
      };
      return {
        environment,
        secret,
        adminUser: admin.username,
        adminArn,
        aws,
        destroyDatabase: () => {
          instance.isThere = false;
        },
        value: async (label = "AWSCURRENT") => {
          const wanted = { SecretId: Name, VersionStage: label };
          const { SecretString = "null" } = await world.client.send(new sdk.GetSecretValueCommand(wanted));
          return JSON.parse(SecretString);
        },
        ops: (command, ...more) => runForTest([command, environment.name, "shop", ...more], surroundings),
        opsWithoutSecret: (command, ...more) => runForTest([command, environment.name, ...more], surroundings),
        surroundings,
        drillWorld: () => testDrill(environment, aws, clock, () => world.settled(ARN)),
      };
    },
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
    },
    close: () => world.close(),
  };
}

/** As Terraform leaves the secret: the environment's schedule, without a rotation now. */
async function schedule(secret: AppSecret, environment: Environment): Promise<void> {
  await secret.client.send(
    new sdk.RotateSecretCommand({
      SecretId: secret.arn,
      RotationLambdaARN: `arn:aws:lambda:us-east-1:123456789012:function:${environment.name}-rotation`,
      RotationRules: { ScheduleExpression: "rate(2 days)", Duration: "2h" },
      RotateImmediately: false,
    }),
  );
}

/** Runs the command line with everything that a test does not choose. */
export async function runForTest(argv: readonly string[], surroundings: Partial<Surroundings>): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runOps(COMMANDS, argv, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    isTerminal: false,
    ask: undefined,
    signal: new AbortController().signal,
    now: () => Date.now(),
    sleep: async () => undefined,
    runAtTerminal: () => {
      throw new Error("this test has no terminal");
    },
    environments: () => ({}),
    aws: () => {
      throw new Error("this test has no AWS");
    },
    // Loads the framework: only where a command asks for stacks.
    stacks: async (environment) => (await import("./ops-stacks")).opsStacks(environment),
    ...surroundings,
  });
  return { exitCode, out: out.join("\n"), err: err.join("\n"), json: () => JSON.parse(out.join("\n")) };
}

/** Waits a hundredth of what it says it waited. */
function skippingClock(): Pick<Surroundings, "now" | "sleep"> {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    async sleep(ms) {
      aheadMs += ms;
      await new Promise((resolve) => setTimeout(resolve, ms / 100));
    },
  };
}

function awsOf(
  world: RotationWorld,
  lines: readonly LogLine[],
  collect: () => void,
  instance: {
    readonly isThere: boolean;
    readonly host: string;
    readonly port: number;
    readonly adminSecretArn: string;
  },
): Aws {
  return {
    secrets: secretsPort(async () => ({ sdk, client: world.client })),
    rotationFunction: {
      invoke: (event) =>
        world.handler(event).catch((error: Error) => {
          throw functionFailure({ errorType: error.name, errorMessage: error.message });
        }),
    },
    log: {
      async lines({ pattern, sinceMs, maxLines }) {
        collect();
        const meets = readFilterPattern(pattern);
        if (meets === undefined) throw new Error(`a filter pattern that CloudWatch does not have: ${pattern}`);
        return lines.filter(({ at, fields }) => at >= sinceMs && meets(JSON.stringify(fields))).slice(-maxLines);
      },
    },
    route: {
      async open({ host, port }) {
        const ended = new Promise<void>(() => undefined);
        return { host, port, isTunnel: false, caPem: testMysql().caPem, close: async () => undefined, ended };
      },
    },
    database: {
      async instance() {
        const { isThere, ...place } = instance;
        return isThere ? { identifier: "shop-mysql", status: "available", ...place } : undefined;
      },
    },
  };
}
