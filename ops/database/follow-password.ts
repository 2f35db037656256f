import type { SecretsPort } from "../aws/ports";
import { OpsError } from "../error";
import { versionLabelled } from "../rotation/app-secrets";
import type { DatabaseLogin, LoginSource } from "./login";

/** A client that connects again so long after a rotation may get the password before. Both work then, with every strategy but after `expire-previous`. */
const LOOK_MS = 15_000;

export interface FollowOptions {
  sleep(ms: number): Promise<void>;
  onChange(login: DatabaseLogin): void;
  /** A look that failed; the next one is made all the same. */
  onFailure(error: OpsError): void;
  /** Whether to stop looking. */
  isOver(): boolean;
}

/** Reads the login again whenever AWSCURRENT is another version, until it is over. DescribeSecret is all that a look costs. */
export async function followPassword(
  secrets: Pick<SecretsPort, "describe">,
  source: Pick<LoginSource, "secretId" | "read">,
  { sleep, onChange, onFailure, isOver }: FollowOptions,
): Promise<void> {
  const version = async (): Promise<string | undefined> => {
    const state = await secrets.describe(source.secretId);
    return state && versionLabelled(state, "AWSCURRENT");
  };
  let known: string | undefined;
  for (;;) {
    try {
      const found = await version();
      if (known !== undefined && found !== undefined && found !== known) onChange(await source.read());
      known = found ?? known;
    } catch (error) {
      if (!(error instanceof OpsError)) throw error;
      onFailure(error);
    }
    await sleep(LOOK_MS);
    if (isOver()) return;
  }
}
