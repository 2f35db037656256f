import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { transformSync } from "esbuild";
import { type EmptyProject, projectWithClient } from "../../client/empty-project";
import { testMysql } from "../support/mysql";
import { asRoot, type RotationWorld, rotationWorld } from "../support/rotation-world";
import { REPOSITORY } from "../support/temporary-folder";
import { rotateRepeatedly, underLoad } from "./support/client-load";
import { queueStub } from "./support/queue-stub";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";
import { type StartedExample, startExample } from "./support/started-example";

const EXAMPLES = path.join(REPOSITORY, "client/examples");

let project: EmptyProject;
let world: RotationWorld;
let application: RotatingApplication;

beforeAll(async () => {
  world = await rotationWorld({}, { runsRotations: true });
  application = await rotatingApplication("alternating-users", world);
  const { dbname } = await application.secret.value();
  await asRoot(`CREATE TABLE \`${dbname}\`.orders (id INT AUTO_INCREMENT PRIMARY KEY, item VARCHAR(64) NOT NULL)`);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(EXAMPLES, "package.json"), "utf8"));
  const packages = Object.entries({ ...dependencies, ...devDependencies }).map(
    ([name, version]) => `${name}@${version}`,
  );
  project = await projectWithClient(...packages);
  project.write("package.json", JSON.stringify({ ...JSON.parse(project.read("package.json")), type: "module" }));
  for (const name of readdirSync(EXAMPLES).filter((one) => one.endsWith(".ts"))) {
    copyFileSync(path.join(EXAMPLES, name), path.join(project.folder, name));
    const source = readFileSync(path.join(EXAMPLES, name), "utf8");
    project.write(
      name.replace(".ts", ".js"),
      transformSync(source, { loader: "ts", format: "esm", target: "node20" }).code,
    );
  }
  copyFileSync(path.join(__dirname, "support/example-runner.mjs"), path.join(project.folder, "runner.mjs"));
}, 300_000);

afterAll(async () => {
  project?.remove();
  await application.close();
  await world.close();
});

const start = (args: readonly string[], further: Record<string, string> = {}): StartedExample =>
  startExample(project.folder, args, {
    DB_SECRET_ID: application.secret.arn,
    DB_CA_FILE: testMysql().caFile,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "APPLICATION",
    AWS_SECRET_ACCESS_KEY: "unused",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: world.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...further,
  });

test("all are right in types", async () => {
  const tsc = path.join(project.folder, "node_modules/typescript/bin/tsc");
  const options = [
    "--strict",
    "--noEmit",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--types",
    "node",
  ];
  const files = readdirSync(project.folder).filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThanOrEqual(11);
  await project.run(process.execPath, [tsc, ...options, ...files]);
}, 120_000);

test("plain-script prints its rows and ends, before and after rotations", async () => {
  for (let run = 0; run < 2; run += 1) {
    const { exitCode, stdout, stderr } = await start(["plain-script.js"]).ended();
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^\[\{"orders":\d+\}\]\n$/);
    await application.rotate();
  }
}, 120_000);

test.each(["knex", "sequelize", "drizzle", "kysely", "job-worker"])(
  "%s sees no failed query while its secret rotates, and ends by itself",
  async (name) => {
    const example = start(["runner.mjs", `./${name}.js`, "4"]);
    await example.printed(/ready/);
    await rotateRepeatedly(application, 4, 300);
    await wait(300);
    example.endInput();
    const { exitCode, stdout, stderr } = await example.ended();
    expect({ exitCode, stderr: stderr.replaceAll("ready\n", "") }).toEqual({ exitCode: 0, stderr: "" });
    const { succeeded, failures } = JSON.parse(stdout);
    expect(failures).toEqual([]);
    expect(succeeded).toBeGreaterThan(4);
  },
  120_000,
);

test("lambda keeps its connection and credential across invocations", async () => {
  project.write(
    "invoke.js",
    `import { handler } from "./lambda.js";
    export const work = async () => { const rows = await handler({ id: 1 }); if (!Array.isArray(rows)) throw new Error("no rows"); };
    // Lambda freezes a process whose pool is open. Here it has to end, after the runner has printed what it saw.
    export const close = () => void setTimeout(() => process.exit(), 100);`,
  );
  const before = world.applicationReads();
  const example = start(["runner.mjs", "./invoke.js", "1"]);
  await example.printed(/ready/);
  await rotateRepeatedly(application, 3, 200);
  example.endInput();
  const { stdout } = await example.ended();
  const { succeeded, failures } = JSON.parse(stdout);
  expect(failures).toEqual([]);
  expect(succeeded).toBeGreaterThan(4);
  expect(world.applicationReads() - before).toBe(1);
}, 120_000);

test("express-service answers every request while its secret rotates, is healthy, and stops gracefully", async () => {
  const example = start(["express-service.js"], { PORT: "0" });
  const [, port] = await example.printed(/listening on .*"port":(\d+)/);
  const url = `http://127.0.0.1:${port}`;
  const request = async (): Promise<void> => {
    const response = await fetch(`${url}/orders`);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    await response.json();
  };
  const load = await underLoad(request, 8, () => rotateRepeatedly(application, 4, 300));
  expect(load.failures).toEqual([]);
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ isReady: true, database: "ok", isSecretFresh: true });
  const underWay = request();
  example.signal("SIGTERM");
  await underWay;
  expect(await example.ended()).toMatchObject({ exitCode: 0, stderr: "" });
}, 120_000);

test("rotation-events refreshes when a message names its secret", async () => {
  const queue = await queueStub();
  try {
    const example = start(["runner.mjs", "./rotation-events.js", "2"], {
      QUEUE_URL: `${queue.url}/1/rotations`,
      AWS_ENDPOINT_URL_SQS: queue.url,
    });
    await example.printed(/ready/);
    const before = world.applicationReads();
    await application.rotate();
    queue.send(
      JSON.stringify({ detail: { eventName: "RotationSucceeded", additionalEventData: { SecretId: "another" } } }),
    );
    await wait(300);
    expect(world.applicationReads()).toBe(before);
    queue.send(
      JSON.stringify({
        detail: { eventName: "RotationSucceeded", additionalEventData: { SecretId: application.secret.arn } },
      }),
    );
    for (let waited = 0; waited < 30_000 && queue.deleted() < 2; waited += 20) await wait(20);
    expect(world.applicationReads()).toBe(before + 1);
    example.endInput();
    const { exitCode, stdout, stderr } = await example.ended();
    expect([exitCode, stderr.replaceAll("ready\n", "")]).toEqual([0, ""]);
    expect(JSON.parse(stdout).failures).toEqual([]);
  } finally {
    await queue.close();
  }
}, 120_000);
