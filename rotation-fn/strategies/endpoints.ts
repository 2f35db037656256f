import { RotationError } from "../errors";
import type { SecretValue } from "../secret-value";
import type { Strategy, StrategyContext } from "./strategy";

/**
 * What the names of RDS tell about an address. Nothing is guessed about an address of another kind: a CNAME is not resolved.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html
 */
/** Begins where a name begins, and has DNS's limits: without both, a text of 60 kB took two seconds. */
const PROXY = /(?<![a-z0-9.-])[a-z0-9.-]{1,253}\.proxy-[a-z0-9]{1,63}\.[a-z0-9-]{1,63}\.rds\.amazonaws\.com/i;
const READER_ENDPOINT = /\.cluster-ro-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com/i;

/** Throws `bad_secret_value` for an address at which no rotation can ever be tested. */
export function refuseSharedEndpoint({ host, writerHost }: SecretValue): void {
  // Stryker disable next-line StringLiteral: neither text is the address of a proxy or a reader.
  for (const [key, name = ""] of [
    ["host", host],
    ["writerHost", writerHost],
  ] as const) {
    if (PROXY.test(name)) {
      throw new RotationError("bad_secret_value", {
        problem: `"${key}" of the secret is an RDS Proxy, which knows no password before it is AWSCURRENT`,
        found: `"${name}"`,
        allowed: "the endpoint of the database itself",
        remedy:
          'let "host" be the database\'s endpoint, and give applications the proxy\'s address in a key of your own, say "proxyHost"; behind a proxy use admin-rotated or single-user; nothing was changed',
      });
    }
    if (READER_ENDPOINT.test(name)) {
      throw new RotationError("bad_secret_value", {
        problem: `"${key}" of the secret is a reader endpoint: several servers, each as far behind as it happens to be`,
        found: `"${name}"`,
        allowed: 'the cluster\'s writer endpoint; for RDS for MySQL also one read replica, with "writerHost" beside it',
        remedy:
          'let "host" be the writer endpoint (the same name without "-ro"), and give readers their address in a key of your own, say "readerHost"; nothing was changed',
      });
    }
  }
}

/**
 * A proxy's address anywhere in the value says that applications go through it. It lets in AWSCURRENT only, so of a pair of users the
 * one before is kept out from the moment that the label moves: said in the log, at every rotation.
 */
export function warnOfProxy(value: SecretValue, strategy: Strategy, { log, secret }: StrategyContext): void {
  const [proxy] = PROXY.exec(value.text) ?? [];
  if (proxy === undefined || strategy.name !== "alternating-users") return;
  log.warn("alternating-users-behind-proxy", {
    secret: secret.name,
    proxy,
    why: "RDS Proxy knows the user in AWSCURRENT only: clients with the one before are refused as soon as the rotation ends",
    hint: "tag the secret rotation:strategy=admin-rotated: one user, whose replaced password keeps working",
  });
}
