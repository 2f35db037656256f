import type { Environment } from "../../environments/schema";
import { OpsError } from "../error";
import type { Platform } from "./platform";

/** Throws `wrong_account` unless the credentials belong to the environment's account. */
export async function requireAccount({ name, accountId }: Environment, platform: Platform): Promise<void> {
  const found = await platform.accountId();
  if (found === accountId) return;
  throw new OpsError("wrong_account", {
    problem: "the credentials belong to another account",
    found,
    allowed: `${accountId}, the account of ${name}`,
    remedy: "name another --profile, or correct accountId in the environment's file; nothing was changed",
  });
}
