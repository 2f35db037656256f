import path from "node:path";
import { testMysql } from "../support/mysql";
import { type RotationWorld, rotationWorld } from "../support/rotation-world";
import { REPOSITORY } from "../support/temporary-folder";
import { rotateRepeatedly } from "./support/client-load";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";
import { type StartedExample, startExample } from "./support/started-example";

let world: RotationWorld;
let application: RotatingApplication;

beforeAll(async () => {
  world = await rotationWorld({}, { runsRotations: true });
  application = await rotatingApplication("alternating-users", world);
});

afterAll(async () => {
  await application.close();
  await world.close();
});

const start = (program: string): StartedExample =>
  startExample(REPOSITORY, ["--import", "tsx", path.join(__dirname, "support", program)], {
    DB_SECRET_ID: application.secret.arn,
    DB_CA_FILE: testMysql().caFile,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "APPLICATION",
    AWS_SECRET_ACCESS_KEY: "unused",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: world.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });

test("each worker of a cluster follows rotations for itself, none fails, and all end by themselves", async () => {
  const cluster = start("cluster-program.ts");
  await cluster.printed(/ready/);
  await rotateRepeatedly(application, 4, 300);
  cluster.endInput();
  const { exitCode, stdout, stderr } = await cluster.ended();
  expect([exitCode, stderr]).toEqual([0, ""]);
  const workers = stdout
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line));
  expect(workers).toHaveLength(3);
  for (const { succeeded, failures } of workers) {
    expect(failures).toEqual([]);
    expect(succeeded).toBeGreaterThan(5);
  }
}, 240_000);

test("an application that listens to nothing is not ended by an unhandled rejection, whatever fails", async () => {
  const { exitCode, stdout, stderr } = await start("careless-program.ts").ended();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toBe(
    "ECONNREFUSED, HANDSHAKE_SSL_ERROR, Pool is closed., access_denied, not_a_database_secret, not_found, throttled, unreachable\n",
  );
}, 120_000);

test("a script that closes no credential ends by itself, and not before its calls are answered", async () => {
  const { exitCode, stdout, stderr } = await start("open-ended-program.ts").ended();
  const answers = "AWSCURRENT\nunreachable\nlogged in with v2\n";
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: answers, stderr: "" });
}, 120_000);
