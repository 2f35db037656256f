// A health check that tells apart: the database, and reading the secret. It says no password, and no names to the outside.
import type { RotatingPool } from "rotating-rds-mysql-client";

export interface Health {
  readonly isReady: boolean;
  readonly database: "ok" | string;
  /** False while Secrets Manager cannot be read: the application goes on with the last known credential. Alarm on it, do not restart for it. */
  readonly isSecretFresh: boolean;
  readonly secretAgeSeconds: number | undefined;
}

export async function healthOf(pool: RotatingPool): Promise<Health> {
  const database = await pool.query("SELECT 1").then(
    () => "ok",
    (error: { code?: string }) => error.code ?? "failed",
  );
  const { isStale, ageMs } = pool.credential.status();
  return {
    isReady: database === "ok",
    database,
    isSecretFresh: !isStale,
    secretAgeSeconds: ageMs === undefined ? undefined : Math.round(ageMs / 1_000),
  };
}
