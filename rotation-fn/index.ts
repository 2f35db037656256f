import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { jsonLog } from "./adapters/json-log";
import { mysqlDatabase } from "./adapters/mysql-database";
import { secretsManagerClient, secretsManagerStore } from "./adapters/secrets-manager";
import { codeDigestOfFolder } from "./code-digest";
import { RotationError } from "./errors";
import { createHandler, type Handler } from "./handler";
import { readSettings, SETTING_NAMES } from "./settings";

/** The region's RDS roots, packaged beside the code. */
const PACKAGED_CA_FILE = join(__dirname, "rds-ca.pem");

/**
 * The entry point: reads the environment once, at the cold start. A wrong setting fails every invocation and not the load,
 * because an error at load reaches the caller without its text.
 */
function start(): Handler {
  try {
    const settings = readSettings(process.env);
    const certificates = [
      ...(existsSync(PACKAGED_CA_FILE) ? [readFileSync(PACKAGED_CA_FILE, "utf8")] : []),
      ...(settings.databaseCaFile === undefined ? [] : [readCaFile(settings.databaseCaFile)]),
    ];
    const client = secretsManagerClient(settings.secretsManagerEndpoint);
    return createHandler({
      settings,
      clock: { now: () => performance.timeOrigin + performance.now(), sleep: (ms) => sleep(ms) },
      codeDigest: () => codeDigestOfFolder(__dirname),
      secrets: (usage, deadline) => secretsManagerStore(client, usage, deadline),
      database: (usage, deadline) => mysqlDatabase(certificates, usage, deadline),
      log: (common) => jsonLog(settings.logLevel, common),
    });
  } catch (error) {
    return () => Promise.reject(error);
  }
}

function readCaFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new RotationError(
      "bad_setting",
      {
        problem: `the CA file of ${SETTING_NAMES.databaseCaFile} cannot be read`,
        found: file,
        allowed: "a PEM file in the package or in a layer",
        remedy: "correct the setting, or remove it to trust the region's RDS certificates only",
      },
      { cause },
    );
  }
}

export const handler: Handler = start();
