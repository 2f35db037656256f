import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Gateway } from "../aws/gateway/gateway";
import { credentialReader } from "../load/credential-reader";
import { type Fleet, startFleet } from "../load/fleet";
import type { RehearsalClock } from "../terminal/clock";
import type { ClientsRecord } from "./record";

/** A secret whose clients log in. */
export interface ServedSecret {
  readonly name: string;
  readonly arn: string;
  readonly writes: boolean;
}

/** The applications of the environment: they log in during the whole run. */
export interface LifecycleClients {
  /** Has the clients of exactly these secrets log in: those of a secret that is no longer named end. */
  serve(secrets: readonly ServedSecret[], caPem: string): void;
  /**
   * Keeps the clients of some secrets (all without a list) from logging in while `work` takes from them what they need. What is given
   * to `serve` meanwhile begins afterwards, and the clients of what it no longer names do not.
   */
  without<T>(reason: string, names: readonly string[] | undefined, work: () => Promise<T>): Promise<T>;
  failures(): number;
  record(): ClientsRecord;
  stop(): Promise<void>;
}

/**
 * From login to login of one client, in milliseconds: slow enough that all of them together leave the processors to Terraform, and
 * different, so that they do not march in step.
 */
const PAUSES_MS = [610, 730, 560, 670] as const;
/** So long after a rotation the staleClient still uses what it held before. */
const LAG_MS = 1_500;

/** Makes the clients; `serve` starts them. */
export function lifecycleClients(
  gateway: Pick<Gateway, "onRotation">,
  secretsManager: SecretsManagerClient,
  clock: RehearsalClock,
): LifecycleClients {
  const running = new Map<string, Fleet>();
  const served = new Map<string, { readonly secret: ServedSecret; readonly caPem: string }>();
  const failures: { atMs: number; client: string; reason: string }[] = [];
  const pauses: ClientsRecord["pauses"][number][] = [];
  const rotations: ClientsRecord["rotations"][number][] = [];
  const paused = new Set<string>();
  let logins = 0;

  const start = ({ name, arn, writes }: ServedSecret, caPem: string): void => {
    const fleet = startFleet({
      clock,
      read: credentialReader(secretsManager, arn, () => undefined),
      caPem,
      writes,
      pausesMs: PAUSES_MS,
      onLogin: ({ client, atMs, outcome }) => {
        logins += 1;
        if (outcome.ok) return;
        failures.push({ atMs, client: `${name} ${client}`, reason: `${outcome.during}: ${outcome.reason}` });
      },
    });
    running.set(name, fleet);
  };
  const stop = async (name: string): Promise<void> => {
    const fleet = running.get(name);
    running.delete(name);
    await fleet?.stop();
  };
  const endListening = gateway.onRotation((event) => {
    if (event.kind !== "rotation-ended") return;
    const { secretId, secretName, startedAt, endedAt } = event;
    const durationMs = endedAt - startedAt;
    const ok = event.outcome === "ok";
    rotations.push({ secret: secretName, atMs: clock.nowMs() - durationMs, durationMs, ok });
    const own = [...served.values()].find(({ secret }) => secret.arn === secretId);
    setTimeout(() => void running.get(own?.secret.name ?? "")?.renewKeptCredentials(), LAG_MS).unref();
  });

  return {
    serve(secrets, caPem) {
      for (const name of [...served.keys()].filter((one) => secrets.every((secret) => secret.name !== one))) {
        served.delete(name);
        void stop(name);
      }
      for (const secret of secrets) {
        served.set(secret.name, { secret, caPem });
        void stop(secret.name); // those who knew it by another ARN
        if (!paused.has(secret.name)) start(secret, caPem);
      }
    },
    async without(reason, names, work) {
      const stopped = names ?? [...served.keys()];
      for (const name of stopped) paused.add(name);
      await Promise.all(stopped.map(stop));
      const fromMs = clock.nowMs();
      try {
        return await work();
      } finally {
        pauses.push({ secrets: stopped, reason, fromMs, toMs: clock.nowMs() });
        for (const name of stopped) {
          paused.delete(name);
          const one = served.get(name);
          if (one !== undefined) start(one.secret, one.caPem);
        }
      }
    },
    failures: () => failures.length,
    record: () => ({ logins, failures: [...failures], pauses: [...pauses], rotations: [...rotations] }),
    async stop() {
      endListening();
      await Promise.all([...running.keys()].map(stop));
      served.clear(); // a paused client does not start again
    },
  };
}
