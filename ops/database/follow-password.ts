import type { SecretsPort } from "../aws/ports";
import { OpsError } from "../error";
import { versionLabelled } from "../rotation/app-secrets";
import type { DatabaseLogin, LoginSource } from "./login";

/** A client that connects again so long after a rotation may get the password before. Both work then, with every strategy but after `expire-previous`. */
const LOOK_MS = 15_000;

export interface FollowOptions {
  /** What the client has. It was read before the way to the database was opened. */
  readonly login: DatabaseLogin;
  sleep(ms: number): Promise<void>;
  onChange(login: DatabaseLogin): void;
  /** A look that failed; the next one is made all the same. */
  onFailure(error: OpsError): void;
  /** Whether to stop looking. */
  isOver(): boolean;
}

/** Reads the login at the first look and whenever AWSCURRENT is another version, until it is over. Any other look costs one DescribeSecret. */
export async function followPassword(
  secrets: Pick<SecretsPort, "describe">,
  source: Pick<LoginSource, "secretId" | "read">,
  { login, sleep, onChange, onFailure, isOver }: FollowOptions,
): Promise<void> {
  const version = async (): Promise<string | undefined> => {
    const state = await secrets.describe(source.secretId);
    return state && versionLabelled(state, "AWSCURRENT");
  };
  let known: string | undefined;
  let last = login;
  for (;;) {
    try {
      const found = await version();
      if (found !== undefined && found !== known) {
        const next = await source.read();
        if (next.username !== last.username || next.password !== last.password) onChange(next);
        [known, last] = [found, next];
      }
    } catch (error) {
      if (!(error instanceof OpsError)) throw error;
      onFailure(error);
    }
    await sleep(LOOK_MS);
    if (isOver()) return;
  }
}
