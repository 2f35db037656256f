import type { ProofPart } from "../proof-part";

/** On each engine; on both together, more than 100,000 logins. */
const [MIN_ROTATIONS, MIN_LOGINS] = [1_000, 60_000];

const soakOn = (engine: "mysql" | "mariadb", title: string): ProofPart => ({
  id: `soak-${engine}`,
  title: `Soak and load: ${title}`,
  tried:
    `The 20 secrets of a real ${title} rotate through the packaged function while 50 clients log in over verified TLS, read and write: undisturbed, with a slow database, with half of the function's ` +
    "calls throttled, under storms of connections up to the server's limit, and with the database restarted every 20 s. A server that is full or gone turns logins away; none may be refused for its credential. " +
    "A full disk is a test of its own (`tests/rotation-fn/full-disk.slow.test.ts`): there, commits wait, steps fail unanswered, no credential is refused, and all rotations end once there is space.",
  figures: [
    { key: "rotations", title: "rotations that ended", min: MIN_ROTATIONS },
    { key: "logins", title: "logins", min: MIN_LOGINS },
    { key: "refused", title: "logins with a current credential that the server refused", max: 0 },
    { key: "failedWithoutCause", title: "logins that failed while the server was neither full nor gone", max: 0 },
    { key: "unavailable", title: "logins that a full or restarting server turned away" },
    { key: "stuck", title: "secrets whose rotation did not end once all was well", max: 0 },
    { key: "longestGapMs", title: "ms of the longest time in which a client had no login" },
    { key: "worstMs", title: "ms of the longest login that succeeded" },
  ],
  defects: [],
  repeat: `npm run soak -- --engine ${engine}`,
  sources: ["rotation-fn", "bench/soak"],
});

export const LOAD: readonly ProofPart[] = [soakOn("mysql", "MySQL"), soakOn("mariadb", "MariaDB")];
