import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createRotatingPool } from "../../../client/src";
import type { SecretsManagerLike } from "../../../client/src/read-secret";

/**
 * An application that listens to no event and catches only what its own calls reject with, while everything fails that can. Node ends it with
 * an unhandled rejection or an error event without a listener; it has to reach its end.
 */
async function fail(): Promise<void> {
  const secretId = process.env.DB_SECRET_ID ?? "";
  const codes = new Set<string>();
  const note = (error: { code?: string; message: string }) => void codes.add(error.code ?? error.message);

  const withoutAuthority = createRotatingPool({ secretId });
  await withoutAuthority.query("SELECT 1").catch(note);
  await withoutAuthority.end();

  const unknown = createRotatingPool({ secretId: "nowhere" });
  await Promise.all([unknown.query("SELECT 1").catch(note), unknown.getConnection().catch(note)]);
  await unknown.end();

  const nowhere = createRotatingPool({ secretId, tunnel: { host: "127.0.0.1", port: 1 }, maxAgeMs: 1_000 });
  await nowhere.query("SELECT 1").catch(note);
  await wait(1_500); // a background refresh
  const late = nowhere.query("SELECT 1").catch(note);
  await nowhere.end();
  await late;

  const ending = createRotatingPool({ secretId });
  const waiting = [1, 2, 3].map(() => ending.query("SELECT 1").catch(note));
  await Promise.all([ending.end(), ending.end(), ...waiting]);

  await Promise.all(LATER_READS.map((answer) => failInBackground(secretId, answer, note)));
  console.log([...codes].sort().join(", "));
}

/** What becomes of every read after the first one. */
const LATER_READS: readonly (() => Promise<unknown>)[] = [
  () => Promise.reject(Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" })),
  () => Promise.reject(Object.assign(new Error("not authorized"), { name: "AccessDeniedException" })),
  () => Promise.reject("something that is no error"),
  async () => ({ SecretString: "not JSON", VersionId: "v2" }),
  () => new Promise(() => undefined),
];

/** A pool whose background refresh fails when no caller waits for it, and that ends during a refresh. */
async function failInBackground(
  secretId: string,
  answer: () => Promise<unknown>,
  note: (error: { message: string }) => void,
): Promise<void> {
  const real = new SecretsManagerClient();
  let reads = 0;
  const client: SecretsManagerLike = {
    send: (command, options) => (reads++ === 0 ? real.send(command as GetSecretValueCommand, options) : answer()),
  };
  const ca = readFileSync(process.env.DB_CA_FILE ?? "", "utf8");
  const pool = createRotatingPool({ secretId, client, ssl: { ca }, maxAgeMs: 1_000, readTimeoutMs: 500 });
  await pool.query("SELECT 1").catch(note);
  await wait(2_000); // a background refresh
  const { lastError, versionId: staleVersion = "" } = pool.credential.status();
  if (lastError !== undefined) note(lastError);
  const refreshing = pool.credential.refresh({ staleVersion }).catch(() => undefined);
  await pool.end();
  await refreshing;
}

void fail();
