import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createRotatingPool } from "../../../client/src";
import { rehearseCommand } from "../../../local/rehearsal/command";
import { temporaryFolder } from "../../support/temporary-folder";

/** The variables that the text tells to export. */
function exportedIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^ {2}export (\w+)='(.*)'$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}

test("an application with nothing but the printed variables works while the kept secrets rotate", async () => {
  let text = "";
  const write = (line: string) => {
    text += `${line}\n`;
  };
  const args = ["--rotations", "1", "--seconds", "1", "--keep", "--every", "1s"];
  const folder = path.join(temporaryFolder(), "rehearsal");
  const running = rehearseCommand(args, { out: write, err: write }, folder);
  while (!text.includes("export DB_CA_FILE")) {
    await Promise.race([wait(50), running.then((code) => Promise.reject(new Error(`ended with ${code}:\n${text}`)))]);
  }
  const variables = exportedIn(text);
  const client = new SecretsManagerClient({
    endpoint: variables.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? "",
    region: variables.AWS_REGION ?? "",
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? "",
    },
  });
  const pool = createRotatingPool({
    secretId: variables.DB_SECRET_ID ?? "",
    client,
    ssl: { ca: readFileSync(variables.DB_CA_FILE ?? "", "utf8") },
    maxConnectionAgeMs: 100,
  });
  while (!text.includes("rotation 4 of ")) {
    await pool.query("SELECT 1");
    await wait(20);
  }
  expect(text).not.toMatch(/rotation \d+ of \S+ failed/);
  await pool.end();
  client.destroy();
  process.emit("SIGINT", "SIGINT");
  expect(await running).toBe(130);
}, 120_000);
