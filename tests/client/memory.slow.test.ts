import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { HeapContents } from "../../bench/client/program/heap";
import { testMysql } from "../support/mysql";
import { REPOSITORY } from "../support/temporary-folder";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";
import { startExample } from "./support/started-example";

const ROTATIONS = 300;
/** The first snapshot of the heap lets V8 drop what is used once only; what grows is counted between the second and the third one. */
const WARM_UP = [100, 100] as const;

let application: RotatingApplication;
let everNew: Server;

beforeAll(async () => {
  application = await rotatingApplication();
  const SecretString = JSON.stringify(await application.secret.value());
  // Each read finds a version of its own: a rotation that takes no time.
  everNew = createServer((request, response) => {
    const answer = JSON.stringify({ ARN: application.secret.arn, VersionId: randomUUID(), SecretString });
    request.resume().on("end", () => response.writeHead(200).end(answer));
  });
  await new Promise<void>((resolve) => everNew.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  everNew.closeAllConnections();
  await new Promise((resolve) => everNew.close(resolve));
  await application.close();
});

test("a process keeps nothing of the rotations that it lives through", async () => {
  const program = path.join(__dirname, "support/memory-program.ts");
  const { exitCode, stdout, stderr } = await startExample(
    REPOSITORY,
    ["--no-flush-bytecode", "--import", "tsx", program],
    {
      ROTATIONS: [...WARM_UP, ROTATIONS].join(),
      DB_SECRET_ID: application.secret.arn,
      DB_CA_FILE: testMysql().caFile,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "APPLICATION",
      AWS_SECRET_ACCESS_KEY: "unused",
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(everNew.address() as AddressInfo).port}`,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
  ).ended();
  expect([exitCode, stderr]).toEqual([0, ""]);
  const [, before, after]: HeapContents[] = JSON.parse(stdout);
  // One object or text kept of each rotation would be 300.
  expect((after?.objects ?? Number.NaN) - (before?.objects ?? 0)).toBeLessThan(ROTATIONS / 3);
}, 240_000);
