import type { DatabaseCredential } from "./database-credential";
import { elapsedMs, type Moment, now, type Runtime } from "./runtime";

/** The last known credential and how old it is. */
export class CredentialCache {
  #held: { readonly credential: DatabaseCredential; readonly confirmed: Moment } | undefined;
  /** The version that MySQL refused while it took {@link CredentialCache.current}, read under another label. */
  #refusedVersion: string | undefined;
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  get current(): DatabaseCredential | undefined {
    return this.#held?.credential;
  }

  /** Milliseconds since the service last confirmed it. */
  get ageMs(): number {
    return this.#held === undefined ? Number.POSITIVE_INFINITY : elapsedMs(this.#held.confirmed, this.#runtime);
  }

  /** Takes what was read under AWSCURRENT; unless MySQL refused just that, and took another label's. @returns what is held now. */
  confirm(read: DatabaseCredential): DatabaseCredential {
    const held = this.#held?.credential;
    const credential = held !== undefined && read.versionId === this.#refusedVersion ? held : read;
    if (credential === read) this.#refusedVersion = undefined;
    this.#held = { credential, confirmed: now(this.#runtime) };
    return credential;
  }

  /** Takes a version of another label in place of one that MySQL refused. */
  replace(refusedVersion: string, accepted: DatabaseCredential): void {
    this.#refusedVersion = refusedVersion;
    this.#held = { credential: accepted, confirmed: this.#held?.confirmed ?? now(this.#runtime) };
  }
}
