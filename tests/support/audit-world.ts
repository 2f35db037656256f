import { type AppSecret, type RotationWorld, rotationWorld } from "./rotation-world";

export interface AuditFound {
  readonly audited: number;
  readonly healthy: number;
  readonly secrets: readonly Record<string, unknown>[];
}

/** A world whose function can be asked for audits, at any time. */
export interface AuditWorld extends RotationWorld {
  audit(...secretIds: string[]): Promise<AuditFound>;
  /** The same as the daily audit of an environment `dev`. */
  dailyAudit(...secretIds: string[]): Promise<AuditFound>;
  /** What an audit says of one secret, that many milliseconds from now. */
  auditOne(secret: AppSecret, laterMs?: number): Promise<Record<string, unknown>>;
  /** A secret that was provisioned and rotated once; logs and calls so far are forgotten. */
  rotated(): Promise<AppSecret>;
}

export async function auditWorld(environment: Record<string, string> = {}): Promise<AuditWorld> {
  let aheadMs = 0;
  const world = await rotationWorld(environment, { aheadMs: () => aheadMs });
  const audit = (...secretIds: string[]) => world.handler({ action: "audit", secretIds }) as Promise<AuditFound>;
  return {
    ...world,
    audit,
    dailyAudit: (...secretIds) =>
      world.handler({
        action: "audit",
        secretIds,
        environment: { name: "dev", part: 1, of: 1 },
      }) as Promise<AuditFound>,
    async auditOne(secret, laterMs = 0) {
      aheadMs = laterMs;
      try {
        return (await audit(secret.arn)).secrets[0] ?? {};
      } finally {
        aheadMs = 0;
      }
    },
    async rotated() {
      const secret = await world.provisioned();
      await secret.rotate();
      world.logs();
      world.operations();
      return secret;
    },
  };
}
