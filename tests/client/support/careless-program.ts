import { setTimeout as wait } from "node:timers/promises";
import { createRotatingPool } from "../../../client/src";

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
  console.log([...codes].sort().join(", "));
}

void fail();
