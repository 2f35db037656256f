import { equalJitterMs } from "./backoff";
import type { DatabaseCredential, StagingLabel } from "./database-credential";
import { CredentialError } from "./errors";
import { isRefusedLogin } from "./refused-login";
import type { RotatingCredential } from "./rotating-credential";
import { elapsedMs, keepingAlive, type Moment, now, type Runtime } from "./runtime";

/**
 * Logs in with a credential. Rejects with the driver's error. A login that had to wait may take a credential that became known meanwhile, or
 * an open connection: it tells by `onUse` which version it has used, and `undefined` for none.
 */
export type Login<T> = (credential: DatabaseCredential, onUse: (versionId: string | undefined) => void) => Promise<T>;

/** Labels in the order in which they are tried after AWSCURRENT: during a rotation AWSPENDING is next. */
const OTHER_LABELS: readonly StagingLabel[] = ["AWSPENDING", "AWSPREVIOUS"];

/** No login with a refused version before this time is over: it grows with each refusal, so that no account is locked by this package. */
const HOLD = { firstMs: 1_000, maxMs: 30_000 } as const;

/** Full jitter over all callers that wait for the same refresh: so long for each of them, up to the maximum. */
const JITTER_PER_CALLER_MS = 5;
const MAX_JITTER_MS = 250;

/**
 * How many versions one login is tried with. Two are enough, unless a login takes so long that the secret rotates twice meanwhile, as on a
 * busy machine.
 */
const MAX_VERSIONS = 30;

/** A login that MySQL refused, by the version that was sent. */
interface RefusedLogin {
  readonly versionId: string;
  readonly error: unknown;
}

/** What a login came to: MySQL took the credential, or refused it. */
type Outcome<T> = { readonly session: T; readonly versionId: string | undefined } | RefusedLogin;

interface Refusal {
  readonly versionId: string;
  readonly error: unknown;
  readonly count: number;
  readonly at: Moment;
  readonly holdMs: number;
}

/** What becomes of a login that MySQL refused, for all logins with one {@link RotatingCredential}. */
export class LoginRecovery {
  readonly #credential: RotatingCredential;
  readonly #runtime: Runtime;
  #refusal: Refusal | undefined;
  /** Versions that MySQL refused while other labels were tried: none is tried twice. */
  readonly #refusedOthers = new Set<string>();
  #tryingOthers: Promise<unknown> | undefined;
  #waiting = 0;

  constructor(credential: RotatingCredential, runtime: Runtime) {
    this.#credential = credential;
    this.#runtime = runtime;
  }

  /** Logs in, and answers a refused login as {@link recover} does. */
  async logIn<T>(login: Login<T>): Promise<T> {
    const credential = await this.next();
    const outcome = await this.#attempt(credential, login);
    return "session" in outcome ? outcome.session : this.recover(outcome.versionId, outcome.error, login);
  }

  /**
   * The credential for a new login. While MySQL refuses the newest version, it is asked for again only after a pause: until then this rejects
   * with `login_refused`, without a login. Rejects with any other `CredentialError` when there is no credential.
   */
  async next(): Promise<DatabaseCredential> {
    const credential = await this.#credential.get();
    if (!this.#isHeld(credential.versionId)) return credential;
    const refreshed = await this.#refreshed(credential.versionId);
    if (!this.#isHeld(refreshed.versionId)) return refreshed;
    throw this.#refused(refreshed.versionId);
  }

  /** MySQL took a credential. */
  accepted(versionId: string): void {
    if (this.#refusal !== undefined && this.#refusal.versionId !== versionId) return;
    this.#refusal = undefined;
    this.#refusedOthers.clear();
  }

  /**
   * Answers a refused login: reads the secret again, at most once for all callers, and tries each newer version once, after full
   * jitter. Without a newer version one caller tries AWSPENDING and AWSPREVIOUS, once each, and then what has become the newest meanwhile.
   * Rejects with `login_refused`, or with another error of a login.
   */
  async recover<T>(refusedVersion: string, error: unknown, login: Login<T>): Promise<T> {
    this.#waiting += 1;
    try {
      let refused: RefusedLogin = { versionId: refusedVersion, error };
      const tried = new Set([refused.versionId]);
      while (tried.size <= MAX_VERSIONS) {
        const newest = await this.#refreshed(refused.versionId, refused.error);
        const isNewer = !tried.has(newest.versionId);
        // This login had begun before another one was refused in the end.
        if (!isNewer && this.#isHeld(refused.versionId)) throw this.#refused(refused.versionId);
        if (!isNewer && this.#tryingOthers !== undefined) {
          await this.#tryingOthers;
          continue;
        }
        const outcome = isNewer
          ? await this.#attemptAfterJitter(newest, login)
          : await this.#tryOthersAlone(refused, tried, login);
        if (outcome === undefined) continue;
        if ("session" in outcome) return outcome.session;
        refused = outcome;
        tried.add(outcome.versionId);
      }
      this.#refuse(refused.versionId, refused.error);
      throw this.#refused(refused.versionId);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** One login. Rejects with any error that is no refusal. */
  async #attempt<T>(credential: DatabaseCredential, login: Login<T>): Promise<Outcome<T>> {
    let versionId: string | undefined = credential.versionId;
    const onUse = (used: string | undefined): void => {
      versionId = used;
    };
    try {
      const session = await login(credential, onUse);
      if (versionId !== undefined) this.accepted(versionId);
      return { session, versionId };
    } catch (error) {
      if (!isRefusedLogin(error)) throw error;
      return { versionId: versionId ?? credential.versionId, error };
    }
  }

  async #attemptAfterJitter<T>(credential: DatabaseCredential, login: Login<T>): Promise<Outcome<T>> {
    const maxMs = Math.min(MAX_JITTER_MS, JITTER_PER_CALLER_MS * this.#waiting);
    await keepingAlive(this.#runtime.sleep(this.#runtime.random() * maxMs));
    return this.#attempt(credential, login);
  }

  #tryOthersAlone<T>(
    refused: RefusedLogin,
    tried: ReadonlySet<string>,
    login: Login<T>,
  ): Promise<Outcome<T> | undefined> {
    const trying = this.#tryOthers(refused, tried, login).finally(() => {
      this.#tryingOthers = undefined;
    });
    this.#tryingOthers = trying.catch(() => undefined);
    return trying;
  }

  /** @returns what a login came to, or `undefined` where a version is newer by now than those that were refused. Rejects with `login_refused`. */
  async #tryOthers<T>(
    refused: RefusedLogin,
    tried: ReadonlySet<string>,
    login: Login<T>,
  ): Promise<Outcome<T> | undefined> {
    for (const label of this.#credential.triesOtherLabels ? OTHER_LABELS : []) {
      let other = await this.#credential.readOther(label);
      // The rotation has ended since AWSCURRENT was read, and AWSPENDING may have gone with it.
      if (label === "AWSPREVIOUS" && other?.versionId === refused.versionId)
        other = await this.#credential.readOther("AWSCURRENT");
      if (other === undefined || tried.has(other.versionId) || this.#refusedOthers.has(other.versionId)) continue;
      const outcome = await this.#attempt(other, login);
      if ("session" in outcome) {
        if (outcome.versionId === other.versionId) {
          this.#credential.adopt(refused.versionId, other);
          this.accepted(refused.versionId);
        }
        return outcome;
      }
      // The login has sent a version that became the current one meanwhile: that one has labels of its own beside it.
      if (outcome.versionId !== other.versionId) return outcome;
      this.#refusedOthers.add(other.versionId);
    }
    // Another caller, or the background refresh, can have read a newer version by now.
    const newest = await this.#refreshed(refused.versionId, refused.error);
    if (!tried.has(newest.versionId)) return undefined;
    this.#refuse(refused.versionId, refused.error);
    throw this.#refused(refused.versionId);
  }

  async #refreshed(staleVersion: string, refusal?: unknown): Promise<DatabaseCredential> {
    try {
      return await this.#credential.refresh({ staleVersion });
    } catch (error) {
      if (refusal === undefined || (CredentialError.is(error) && error.code === "closed")) throw error;
      this.#refuse(staleVersion, refusal);
      throw this.#refused(staleVersion, error);
    }
  }

  #isHeld(versionId: string): boolean {
    const refusal = this.#refusal;
    return refusal?.versionId === versionId && elapsedMs(refusal.at, this.#runtime) < refusal.holdMs;
  }

  #refuse(versionId: string, error: unknown): void {
    const before = this.#refusal?.versionId === versionId ? this.#refusal : undefined;
    // Logins that were under way together are refused together: that is one refusal.
    if (before !== undefined && this.#isHeld(versionId)) return;
    const count = (before?.count ?? 0) + 1;
    const holdMs = equalJitterMs(count, HOLD, this.#runtime.random);
    this.#refusal = { versionId, error, count, at: now(this.#runtime), holdMs };
  }

  #refused(versionId: string, readError?: unknown): CredentialError {
    const { secretId } = this.#credential;
    const username = this.#credential.peek()?.username ?? "?";
    const read = readError instanceof Error ? `, and reading the secret again failed (${readError.message})` : "";
    return new CredentialError(
      "login_refused",
      {
        failed: `MySQL refuses the login with secret ${secretId}`,
        found: `user ${username}, version ${versionId}, which is the newest that can be read${read}`,
        remedy:
          "compare the user's password with the secret: a rotation that failed, a secret of another database, or a changed account; " +
          "logins with this version pause for up to 30 s at a time",
      },
      this.#refusal?.error,
    );
  }
}
