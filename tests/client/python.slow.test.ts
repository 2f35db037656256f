import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { ServiceError } from "../../local/aws/secrets-manager/errors";
import { testMysql } from "../support/mysql";
import { type RotationWorld, rotationWorld } from "../support/rotation-world";
import { REPOSITORY } from "../support/temporary-folder";
import { rotateRepeatedly } from "./support/client-load";
import { pythonPackages } from "./support/python-packages";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";

const MODULE = path.join(REPOSITORY, "client/python/rotating_mysql.py");

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

test("the module has at most 80 lines and the refused logins of the Node package", () => {
  const source = readFileSync(MODULE, "utf8");
  expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(80);
  const [, list = ""] = /^REFUSED = \{([\d, ]+)\}/m.exec(source) ?? [];
  const node = readFileSync(path.join(REPOSITORY, "client/src/refused-login.ts"), "utf8");
  const codes = [...node.matchAll(/^ {2}\[(\d+), /gm)].map(([, code]) => code);
  expect(list.split(", ")).toEqual(codes);
});

/** Starts the application, rotates four times under it, and gives what it saw; `undefined` where Python has not what it needs. */
async function underRotation(maxAgeSeconds: number): Promise<Record<string, unknown> | undefined> {
  const packages = await pythonPackages();
  if ("missing" in packages) {
    process.stderr.write(`tests: the Python module is not run: ${packages.missing}\n`);
    return undefined;
  }
  const { PATH = "" } = process.env;
  const child = spawn("python3", [path.join(__dirname, "support/python-application.py")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PATH,
      PYTHONPATH: `${path.dirname(MODULE)}:${packages.folder}`,
      PYTHONDONTWRITEBYTECODE: "1",
      MAX_AGE_SECONDS: `${maxAgeSeconds}`,
      DB_SECRET_ID: application.secret.arn,
      DB_CA_FILE: testMysql().caFile,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "APPLICATION",
      AWS_SECRET_ACCESS_KEY: "unused",
      AWS_ENDPOINT_URL_SECRETS_MANAGER: world.endpoint,
    },
  });
  const lines = createInterface({ input: child.stdout });
  const [ready] = await once(lines, "line");
  expect(ready).toBe("ready");
  await rotateRepeatedly(application, 4, 300);
  child.stdin.end();
  const ended = once(child, "close");
  const [report] = await once(lines, "line");
  await ended;
  return JSON.parse(String(report));
}

test.each([
  ["refreshes by age", 0.5],
  ["reads again only when a login is refused", 300],
])(
  "PyMySQL and SQLAlchemy see no failure while the secret rotates, where the module %s",
  async (_, maxAgeSeconds) => {
    const seen = await underRotation(maxAgeSeconds);
    if (seen === undefined) return;
    expect(seen.failures).toEqual([]);
    expect(seen.succeeded).toBeGreaterThan(20);
    expect(seen.hidden).toBe(true);
  },
  300_000,
);

test("serves the last known value while Secrets Manager throttles", async () => {
  let calls = 0;
  world.answerApplication(() => {
    calls += 1;
    if (calls > 1 && calls % 2 === 0) throw new ServiceError("ThrottlingException", "Rate exceeded");
  });
  const seen = await underRotation(0.5).finally(() => world.answerApplication(() => undefined));
  if (seen === undefined) return;
  expect(seen.failures).toEqual([]);
}, 300_000);
