import { inspect } from "node:util";

/** A staging label of Secrets Manager under which a credential was read. */
export type StagingLabel = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

/** What a credential is made of. */
export interface CredentialParts {
  readonly versionId: string;
  readonly label: StagingLabel;
  readonly username: string;
  readonly password: string;
  readonly host: string | undefined;
  readonly port: number;
  readonly database: string | undefined;
}

const HIDDEN = "[hidden]";

/**
 * One version of a database secret. `password` is a getter and no property: `util.inspect`, `console.log`, JSON, object spread and
 * structured cloning show or copy everything but the password.
 */
export class DatabaseCredential {
  /** The version of the secret: changes with each rotation. */
  readonly versionId: string;
  /** The label it was read under. Anything but AWSCURRENT means that MySQL refused AWSCURRENT and took this one. */
  readonly label: StagingLabel;
  readonly username: string;
  /** `undefined` where the secret names no host, as the one that RDS manages. */
  readonly host: string | undefined;
  /** 3306 where the secret names none. */
  readonly port: number;
  /** The member `dbname`. */
  readonly database: string | undefined;
  readonly #password: string;

  constructor(parts: CredentialParts) {
    this.versionId = parts.versionId;
    this.label = parts.label;
    this.username = parts.username;
    this.host = parts.host;
    this.port = parts.port;
    this.database = parts.database;
    this.#password = parts.password;
  }

  get password(): string {
    return this.#password;
  }

  toJSON(): Record<string, unknown> {
    const { versionId, label, username, host, port, database } = this;
    return { versionId, label, username, password: HIDDEN, host, port, database };
  }

  [inspect.custom](): string {
    return `DatabaseCredential ${inspect(this.toJSON())}`;
  }
}
