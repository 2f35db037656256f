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

/**
 * Calls the handler in a fresh process whose environment is the given one (an empty value takes a variable away), and returns the
 * error that it ends with. The process may run no code that is made of strings.
 */
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
  const scriptFile = path.join(folder, "call.cjs");
  writeFileSync(scriptFile, script);
  const command = 'exec "$0" --disallow-code-generation-from-strings "$1" 3>"$2"';
  const shell = ["-c", command, process.execPath, scriptFile, answer];
  const given = { AWS_REGION: "eu-west-1", SECRETS_MANAGER_ENDPOINT: endpoint, ...environment };
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
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

  test("takes no setting from a profile: who can lay a file beside it does not choose where it calls", async () => {
    const profiles = path.join(folder, "config");
    writeFileSync(profiles, `[default]\nregion = eu-west-1\nendpoint_url = ${endpoint}\n`);
    const error = await errorOf({
      AWS_CONFIG_FILE: profiles,
      AWS_REGION: "",
      SECRETS_MANAGER_ENDPOINT: "",
      AWS_ACCESS_KEY_ID: "made-up-key-id",
      AWS_SECRET_ACCESS_KEY: "made-up-key",
    });
    expect(error.message).toContain("Region is missing");
    expect(asked).toEqual([]);
  });

  test("can make no code of strings", () => {
    const code = readFileSync(path.join(folder, "task", "index.js"), "utf8");
    expect(code.match(/\bnew Function\b|\bFunction\("|\beval\(/g)).toBeNull();
  });
});
