/** The driver's TLS options: these roots and no others, the host name verified, and at least TLS 1.2. */
export interface VerifiedTls {
  readonly ca: string[];
  readonly rejectUnauthorized: true;
  /** `ca` alone does not check the name; this does (measured). */
  readonly verifyIdentity: true;
  readonly minVersion: "TLSv1.2";
}

let latest: VerifiedTls | undefined;

/**
 * The TLS options for a set of roots (PEM texts): the same object for as long as the roots are the same texts, because by that
 * object mysql2 finds what it made of the certificates (`getSecureContext` in its lib/base/connection.js). Reading them anew costs
 * 2 ms of a processor at each login (docs/decisions/020-certificates-are-read-once-sessions-never-resumed.md).
 *
 * Nothing that a server said is kept with it: mysql2 would keep TLS sessions by the same object, see {@link loginLabel}.
 */
export function verifiedTls(roots: readonly string[]): VerifiedTls {
  const known = latest;
  if (known?.ca.length === roots.length && roots.every((root, index) => root === known.ca[index])) return known;
  latest = { ca: [...roots], rejectUnauthorized: true, verifyIdentity: true, minVersion: "TLSv1.2" };
  return latest;
}

let logins = 0;

/**
 * A number that no login before has had, for mysql2's option `port`. It is a label only, since the socket is ours: beside the
 * host's name it is the key under which mysql2 offers an earlier TLS session to the server (its lib/tls_session_cache.js).
 *
 * A session that is resumed is not checked: neither the certificate's chain nor its dates nor its name, by Node (`onConnectSecure`
 * in lib/_tls_wrap.js) or by mysql2. So none is ever offered: each login looks at the certificate that the server has now.
 */
export function loginLabel(): number {
  logins += 1;
  return logins;
}
