import type { ClientRecord, LoginRecord } from "../../../local/load/login-record";
import {
  type LabelSpan,
  type RehearsalRecord,
  type RotationRecord,
  type SecretRecord,
  STEPS,
  type StepRecord,
} from "../../../local/rehearsal/record";

/** What {@link syntheticRecord} may vary. */
export interface SyntheticOptions {
  readonly rotations?: number;
  /** Login number of the first secret's first client that fails. */
  readonly failLogin?: number;
  /** Rotation number of the first secret that fails in setSecret. */
  readonly failRotation?: number;
}

const INTERVAL_MS = 2_500;
const CLIENTS: readonly ClientRecord[] = [
  { name: "web-1", behaviour: { kind: "every-login" } },
  { name: "web-2", behaviour: { kind: "every-login" } },
  { name: "worker", behaviour: { kind: "cached", cacheMs: 500 } },
  { name: "report", behaviour: { kind: "staleClient" } },
];

/** A record with round numbers: two secrets, rotations every 2.5 s of 300 ms each, four clients that log in every 50 ms. */
export function syntheticRecord(options: SyntheticOptions = {}): RehearsalRecord {
  const rotations = options.rotations ?? 3;
  const durationMs = 1_500 + rotations * INTERVAL_MS;
  const secrets = ["orders", "reports"].map((name, index) =>
    syntheticSecret(name, index * 700, rotations, durationMs, index === 0 ? options : {}),
  );
  return {
    startedAt: "2030-01-02T03:04:05.000Z",
    durationMs,
    mysql: { version: "9.7.4", source: "synthetic" },
    functionPackage: { bytes: 262_000, sha256Base64: "AAAA" },
    instances: [{ name: "FUNCTION1", coldStartMs: 180, loadMs: 70, peakMemoryMb: 96 }],
    secrets,
    serverCheck: { exclusive: true, connections: 1_000, expectedConnections: 1_000, abortedConnects: 0 },
  };
}

function syntheticSecret(
  name: string,
  offsetMs: number,
  count: number,
  durationMs: number,
  options: SyntheticOptions,
): SecretRecord {
  const users: [string, string] = [name, `${name}_clone`];
  const userOf = (version: number) => users[version % 2 === 1 ? 0 : 1] ?? "";
  const starts = Array.from({ length: count }, (_, index) => 1_000 + offsetMs + index * INTERVAL_MS);
  const labels: LabelSpan[] = [];
  const commits = [-1_000, ...starts.map((start) => start + 280)];
  for (const [index, fromMs] of commits.entries()) {
    const version = { versionId: `${name}-version-${index + 1}`, username: userOf(index + 1) };
    const [replaced, gone] = [commits[index + 1], commits[index + 2]];
    if (index > 0) labels.push({ label: "AWSPENDING", ...version, fromMs: fromMs - 230, toMs: fromMs });
    labels.push({ label: "AWSCURRENT", ...version, fromMs, ...(replaced === undefined ? {} : { toMs: replaced }) });
    if (replaced === undefined) continue;
    labels.push({ label: "AWSPREVIOUS", ...version, fromMs: replaced, ...(gone === undefined ? {} : { toMs: gone }) });
  }
  const versionAt = (ms: number) => commits.filter((commit) => commit <= ms).length;
  return {
    name: `${name}-app`,
    database: name,
    privileges: name === "orders" ? ["SELECT", "INSERT", "UPDATE", "DELETE"] : ["SELECT"],
    strategy: "alternating-users",
    users,
    provision: { durationMs: 250, apiCalls: 4 },
    clients: CLIENTS,
    labels,
    rotations: starts.map((startMs, index) =>
      rotation(index + 1, startMs, `${name}-version-${index + 2}`, userOf, options),
    ),
    logins: CLIENTS.flatMap((client, lane) => logins(client, lane, durationMs, versionAt, name, userOf, options)),
  };
}

function rotation(
  number: number,
  startMs: number,
  versionId: string,
  userOf: (version: number) => string,
  options: SyntheticOptions,
): RotationRecord {
  const failed = options.failRotation === number;
  const steps = STEPS.map((step, index): StepRecord => {
    const broken = failed && step === "setSecret";
    return {
      step,
      attempt: 1,
      instance: "FUNCTION1",
      cold: number === 1 && index === 0,
      startMs: startMs + ([10, 70, 190, 250][index] ?? 0),
      durationMs: [50, 110, 50, 40][index] ?? 0,
      outcome: broken ? { ok: false, reason: "RotationError:missing_privilege: no CREATE USER" } : { ok: true },
      apiCalls: [3, 4, 2, 2][index] ?? 0,
      logins: [0, 2, 1, 0][index] ?? 0,
      failedLogins: 0,
    };
  });
  return {
    number,
    versionId,
    startMs,
    endMs: startMs + 300,
    outcome: failed
      ? { ok: false, reason: "setSecret: RotationError:missing_privilege: no CREATE USER" }
      : { ok: true },
    steps: failed ? steps.slice(0, 2) : steps,
    before: { AWSCURRENT: userOf(number), ...(number === 1 ? {} : { AWSPREVIOUS: userOf(number + 1) }) },
    after: { AWSCURRENT: userOf(number + 1), AWSPREVIOUS: userOf(number) },
  };
}

function logins(
  client: ClientRecord,
  lane: number,
  durationMs: number,
  versionAt: (ms: number) => number,
  name: string,
  userOf: (version: number) => string,
  options: SyntheticOptions,
): LoginRecord[] {
  return Array.from({ length: Math.floor(durationMs / 50) }, (_, index): LoginRecord => {
    const atMs = index * 50 + lane * 7;
    const lagMs = { "every-login": 0, cached: 300, staleClient: 1_800 }[client.behaviour.kind];
    const version = Math.max(1, versionAt(atMs - lagMs));
    const fails = lane === 0 && index === options.failLogin;
    return {
      client: client.name,
      atMs,
      durationMs: 8,
      username: userOf(version),
      versionId: `${name}-version-${version}`,
      outcome: fails
        ? { ok: false, during: "login", reason: "ER_ACCESS_DENIED_ERROR: Access denied for user" }
        : { ok: true },
    };
  });
}
