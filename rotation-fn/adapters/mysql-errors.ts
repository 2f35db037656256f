import { type Effect, type LoginEndpoint, RotationError } from "../errors";
import { BY_ERRNO } from "./server-answers";
import {
  BROKEN,
  NETWORK,
  NO_RIGHT,
  NO_TLS,
  NOT_ITS_DATABASE,
  NOT_MYSQL,
  OTHER,
  OTHER_OPTION,
  type Situation,
  TIMED_OUT,
  UNKNOWN_PLUGIN,
  UNTRUSTED,
  WRONG_NAME,
} from "./server-situations";

/** What mysql2 and Node put on an error. */
interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
  readonly message?: string;
}

const NETWORK_CODES =
  /^(ECONN|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_|EPIPE|EADDRNOTAVAIL|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT|EPROTO|ERR_SSL)/;

/** Their texts are made of account and privilege names only, so they may be shown whatever the statement held. */
const QUOTES_NO_STATEMENT = new Set([1044, 1045, 1142, 1227, 1290, 1396, 1410, 1819, 1836, 3638, 4165, 4006]);

function situationOf(error: DriverError, during: Attempt["during"]): Situation {
  const known = error.errno === undefined ? undefined : BY_ERRNO[error.errno];
  if (known !== undefined) return inItsPlace(known, error, during);
  const code = error.code ?? "";
  if (code === "HANDSHAKE_NO_SSL_SUPPORT") return NO_TLS;
  if (code === "HANDSHAKE_SSL_ERROR") return tlsSituation(error);
  if (/^AUTH_SWITCH_PLUGIN/.test(code)) return UNKNOWN_PLUGIN;
  if (/PACKET/.test(code) && during === "login") return NOT_MYSQL;
  // After a login that worked neither address nor security group can be wrong.
  if (code === "PROTOCOL_SEQUENCE_TIMEOUT" && during === "statement") return TIMED_OUT;
  if (NETWORK_CODES.test(code)) return during === "statement" ? BROKEN : NETWORK;
  return OTHER;
}

/** Some numbers mean one thing at a login and another one of a statement, or more than one thing. */
function inItsPlace(known: Situation, { errno, sqlMessage = "" }: DriverError, during: Attempt["during"]): Situation {
  // The server says "access denied" of a login, and in the same words of a global privilege that one may not hand on.
  if (known.code === "login_refused" && during === "statement") return NO_RIGHT;
  if (errno === 1044 && during === "login") return NOT_ITS_DATABASE;
  if (errno === 1290 && !/read.?only/i.test(sqlMessage)) return OTHER_OPTION;
  return known;
}

/** mysql2 3.24 writes its own code over that of Node's TLS error, so the rest of the error has to tell. */
function tlsSituation(error: DriverError): Situation {
  if ("cert" in error && "host" in error) return WRONG_NAME; // only ERR_TLS_CERT_ALTNAME_INVALID has both
  return /certificate/i.test(error.message ?? "") ? UNTRUSTED : NETWORK;
}

/** What failed and what of the server's text may be shown. */
export interface Attempt {
  /** For instance `the login of 'app' at db.example:3306`. */
  readonly what: string;
  readonly during: "login" | "statement";
  readonly endpoint: LoginEndpoint;
  /** True where the statement holds a password: the server's text may then quote it (a syntax error does), so it is withheld. */
  readonly holdsPassword: boolean;
  /** Passwords that were in play; taken out of the server's text wherever they stand. */
  readonly secrets: readonly string[];
  /** Whether the failed operation could have changed anything. */
  readonly canChange: boolean;
}

/** The error in our vocabulary, free of secrets, and what it says about the credential. */
export function translateDriverError(thrown: unknown, attempt: Attempt): { error: RotationError; rejected: boolean } {
  const driverError = (typeof thrown === "object" && thrown !== null ? thrown : {}) as DriverError;
  const situation = situationOf(driverError, attempt.during);
  // Node's own errors have a negative errno, which says nothing to anybody.
  const errno = driverError.errno !== undefined && driverError.errno > 0 ? driverError.errno : undefined;
  const symbol = [errno, driverError.code].filter((part) => part !== undefined).join(" ") || "no error code";
  const text =
    attempt.holdsPassword && !QUOTES_NO_STATEMENT.has(errno ?? 0)
      ? "(text withheld: the statement held a password)"
      : redacted(driverError.sqlMessage ?? driverError.message ?? "", attempt.secrets);
  const found = `${symbol}: ${text}`;
  // An answer from the server means that the statement was refused; silence means that the effect is unknown.
  const answered = driverError.sqlMessage !== undefined;
  const effect: Effect = !attempt.canChange || answered ? "none" : "unknown";
  return {
    error: new RotationError(
      situation.code,
      { problem: `${attempt.what} failed${whereSpoken(attempt)}`, found, remedy: situation.remedy },
      // The driver's error holds the SQL text; what is kept as the cause is what may be shown of it.
      {
        effect,
        cause: new Error(found),
        endpoint: attempt.endpoint,
        ...(situation.needsHuman === undefined ? {} : { needsHuman: situation.needsHuman }),
      },
    ),
    rejected: situation.verdict === "rejected",
  };
}

/** What a login says already. */
function whereSpoken({ during, endpoint: { username, host, port } }: Attempt): string {
  return during === "login" ? "" : `, at ${host}:${port} as '${username}'`;
}

/** One line, with every secret taken out in each form in which a server could print it. */
export function redacted(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets.filter((value) => value !== "")) {
    const forms = [secret, secret.replace(/'/g, "''"), secret.replace(/\\/g, "\\\\").replace(/'/g, "''")];
    for (const form of new Set(forms)) result = result.replaceAll(form, "(secret)");
  }
  return result.replace(/\p{Cc}+/gu, " ").slice(0, 400);
}
