import { RotationError } from "../../../rotation-fn/errors";
import type { SecretDescription } from "../../../rotation-fn/ports/secret-store";
import { refused } from "./port-changes";
import type { State } from "./state";
import { begin } from "./world-changes";

const HOUR_MS = 3_600_000;
const CALLS = ["await-rotation"] as const;
const BASELINE = { versionId: "before-1".padEnd(32, "-"), rotatedAt: null };

/** No rotation is pending. */
const idle = ({ labels }: SecretDescription) => ({
  labels: new Map([...labels].map(([id, names]) => [id, names.filter((name) => name !== "AWSPENDING")])),
});

const REFUSED: State["secrets"] = () => ({
  rotate: async () => Promise.reject(refused("secrets_manager_refused", "AccessDenied")),
});

/** A deployment waits for a rotation that does not come, or of which Secrets Manager tells little. */
export const WAITING_STATES: readonly State[] = [
  ...["started", undefined].map(
    (rotation): State => ({
      name: `no rotation begins, and ${rotation === undefined ? "a function that has waited" : "the deployment"} may not start one`,
      rotations: 1,
      nowMs: HOUR_MS,
      events: { "await-rotation": { baseline: BASELINE, ...(rotation === undefined ? {} : { rotation }) } },
      described: idle,
      // How long was waited before is in the number of looks.
      secrets: REFUSED,
      calls: CALLS,
    }),
  ),
  {
    name: "rotation was never configured",
    described: () => ({ rotationEnabled: undefined }),
    calls: ["await-rotation", "inspect"],
  },
  {
    name: "a rotation is pending and the last change of the secret is not told",
    prepare: (world) => begin(world, 1),
    nowMs: HOUR_MS,
    described: () => ({ lastChangedAt: undefined }),
    secrets: REFUSED,
    calls: CALLS,
  },
  {
    name: "a rotation is pending and has just changed the secret",
    prepare: (world) => begin(world, 1),
    nowMs: HOUR_MS,
    described: () => ({ lastChangedAt: new Date(HOUR_MS) }),
    secrets: REFUSED,
    calls: CALLS,
  },
  {
    name: "a rotation is pending and is to be started",
    prepare: (world) => begin(world, 1),
    nowMs: HOUR_MS,
    described: () => ({ lastChangedAt: new Date(HOUR_MS) }),
    events: { "await-rotation": { rotation: "started" } },
    secrets: REFUSED,
    calls: CALLS,
  },
  {
    name: "a rotation is pending and last changed the secret 15 s ago",
    prepare: (world) => begin(world, 1),
    nowMs: HOUR_MS,
    described: () => ({ lastChangedAt: new Date(HOUR_MS - 15_000) }),
    secrets: REFUSED,
    calls: CALLS,
  },
  ...[0, 1].map(
    (rotations): State => ({
      name: `the last rotation is not told after ${rotations === 0 ? "none" : "one"}`,
      rotations,
      described: (secret) => ({ ...idle(secret), lastRotatedAt: undefined }),
      calls: CALLS,
    }),
  ),
  {
    name: "no version is current and no rotation is required",
    described: () => ({ labels: new Map() }),
    events: { "await-rotation": { rotation: "not-required" } },
    calls: CALLS,
  },
  {
    name: "RotateSecret is refused without a word",
    prepare: (world) => begin(world, 1),
    nowMs: HOUR_MS,
    secrets: () => ({
      rotate: async () =>
        Promise.reject(new RotationError("secrets_manager_refused", { problem: "no", remedy: "look" })),
    }),
    calls: CALLS,
  },
  ...(["version_not_found", "account_locked"] as const).map(
    (code): State => ({
      name: `the users are to be dropped and the admin's login ends with ${code}`,
      login: async () => Promise.reject(refused(code, "it is so")),
      calls: ["deprovision"],
    }),
  ),
  ...(
    [
      ["network_unreachable", "not ENOTFOUND"],
      ["network_unreachable", ""],
      ["tls_untrusted", "ECONNREFUSED"],
    ] as const
  ).map(
    ([code, found]): State => ({
      name: `the users are to be dropped and ${code} says ${found === "" ? "nothing" : found}`,
      login: async () =>
        Promise.reject(new RotationError(code, { problem: "it failed", ...(found && { found }), remedy: "look" })),
      calls: ["deprovision"],
    }),
  ),
  {
    name: "the hosts of the users cannot be read by a defect",
    session: () => ({ hostsOf: async () => Promise.reject(new TypeError("a defect")) }),
    calls: ["deprovision"],
  },
];
