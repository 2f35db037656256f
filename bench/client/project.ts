import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { packClient } from "../../client/build";
import type { Cleanup } from "../../local/terminal/cleanup";

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 300_000;

/** What AWS offers for Node: its plugin `secretsManager` reads a secret again when a login is refused. */
export const WRAPPER = { name: "aws-advanced-nodejs-wrapper", version: "2.0.1" } as const;

/** What its entry for MySQL imports besides, and does not bring along. */
const OF_THE_WRAPPER = [
  ...["client-rds", "client-sts", "credential-providers", "rds-signer"].map((name) => `@aws-sdk/${name}@3.1164.0`),
  "@opentelemetry/api@1.9.0",
  "axios@1.21.1",
];

/** An empty project with the packed client, mysql2 and AWS's wrapper from the registry, and the program that is measured. */
export async function clientProject(cleanup: Cleanup): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-client-"));
  cleanup.add("the project of the clients", () => rmSync(folder, { recursive: true, force: true }));
  const root = JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8"));
  const tarball = await packClient(path.join(folder, "packed"));
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "clients", private: true, type: "module" }));
  const packages = [
    tarball,
    `mysql2@${root.devDependencies.mysql2}`,
    `${WRAPPER.name}@${WRAPPER.version}`,
    ...OF_THE_WRAPPER,
  ];
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], {
    cwd: folder,
    timeout: INSTALL_TIMEOUT_MS,
  });
  copyFileSync(path.join(__dirname, "application.mjs"), path.join(folder, "application.mjs"));
  return folder;
}
