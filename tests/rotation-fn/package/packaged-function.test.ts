import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { packageRotationFunction } from "../../../rotation-fn/package";
import { temporaryFolder } from "../../support/temporary-folder";

/** The zip, unpacked and called as Lambda does it, with a Secrets Manager that knows no secret and notes who asked. */
const folder = temporaryFolder();
const asked: IncomingHttpHeaders[] = [];
let server: Server;
let endpoint: string;

beforeAll(async () => {
  const { zipFile } = await packageRotationFunction({ regions: ["eu-west-1"], outFile: path.join(folder, "fn.zip") });
  mkdirSync(path.join(folder, "task"));
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zipFile)))) {
    writeFileSync(path.join(folder, "task", name), bytes);
  }
  server = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: "ResourceNotFoundException", Message: "no such secret" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(() => {
  asked.length = 0;
});

/** Calls the handler in a fresh process whose environment is the given one, and returns the error that it ends with. */
async function errorOf(environment: Readonly<Record<string, string>>): Promise<{ name: string; message: string }> {
  const event = {
    Step: "testSecret",
    SecretId: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf",
    ClientRequestToken: "11111111-2222-3333-4444-555555555555",
  };
  const script = `require(${JSON.stringify(path.join(folder, "task", "index.js"))}).handler(${JSON.stringify(event)})
    .then(() => ({ name: "none", message: "" }), ({ name, message }) => ({ name, message }))
    .then((error) => require("node:fs").writeSync(3, JSON.stringify(error)))`;
  const answer = path.join(folder, "answer.json");
  const shell = ["-c", 'exec "$0" --eval "$1" 3>"$2"', process.execPath, script, answer];
  const env = { AWS_REGION: "eu-west-1", SECRETS_MANAGER_ENDPOINT: endpoint, ...environment };
  await promisify(execFile)("/bin/sh", shell, { env, cwd: folder, timeout: 20_000 });
  return JSON.parse(readFileSync(answer, "utf8"));
}

describe("the packaged function", () => {
  test("signs with the credentials that Lambda puts into the environment", async () => {
    const error = await errorOf({
      AWS_ACCESS_KEY_ID: "made-up-key-id",
      AWS_SECRET_ACCESS_KEY: "made-up-key",
      AWS_SESSION_TOKEN: "made-up-session",
    });
    expect(error.name).toBe("RotationError:secret_not_found");
    expect(asked).toHaveLength(1);
    expect(asked[0]?.authorization).toContain("Credential=made-up-key-id/");
    expect(asked[0]?.["x-amz-security-token"]).toBe("made-up-session");
  });

  test("takes no identity from a profile, a container or the machine when the environment has none", async () => {
    const credentials = path.join(folder, "credentials");
    writeFileSync(credentials, "[default]\naws_access_key_id = from-a-profile\naws_secret_access_key = made-up\n");
    const error = await errorOf({
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/container`,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `${endpoint}/machine`,
    });
    expect(error.message).toMatch(/credential/i);
    expect(asked).toEqual([]);
  });
});
