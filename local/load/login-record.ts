/** How a client treats the credential that it read. */
export type ClientBehaviour =
  /** reads AWSCURRENT before every login */
  | { readonly kind: "every-login" }
  /** keeps what it read for this long */
  | { readonly kind: "cached"; readonly cacheMs: number }
  /** keeps what it read through a whole rotation, and reads again just before the next one */
  | { readonly kind: "staleClient" };

export interface ClientRecord {
  readonly name: string;
  readonly behaviour: ClientBehaviour;
}

/** One login of a client. Its credential is named by version id and user, never by its value. */
export interface LoginRecord {
  readonly client: string;
  /** When the login began, in milliseconds of the clock that the client was given. */
  readonly atMs: number;
  /** Connecting over verified TLS, logging in and running the query. */
  readonly durationMs: number;
  readonly username: string;
  readonly versionId: string;
  readonly outcome: LoginOutcome;
}

/** `during` says how far it came: reading the secret, logging in, or the query that needs the privileges. */
export type LoginOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly during: "read" | "login" | "query"; readonly reason: string };
