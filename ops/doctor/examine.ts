import type { Environment } from "../../environments/schema";
import { inParallel } from "../aws/in-parallel";
import type { SecretsPort } from "../aws/ports";
import { OpsError } from "../error";
import type { Platform } from "../platform/platform";
import { type AccountCheck, accountChecks } from "./account-checks";
import { blocks, type Finding, good } from "./finding";
import { regionChecks } from "./region-checks";

const AT_ONCE = 6;

/** Everything that AWS is asked, side by side. One answer that fails does not hide the others. */
export async function examineAccount(
  environment: Environment,
  platform: Platform,
  secrets: SecretsPort,
): Promise<readonly Finding[]> {
  const credentials = await examine({
    check: "credentials",
    run: async () => [account(environment, await platform.accountId())],
  });
  // What another account has says nothing about this one.
  if (credentials.some(({ level }) => level !== "good")) return credentials;
  const checks = [...accountChecks(environment, platform, secrets), ...regionChecks(environment, platform)];
  return [...credentials, ...(await inParallel(checks, AT_ONCE, examine)).flat()];
}

function account({ name, accountId }: Environment, found: string): Finding {
  return found === accountId
    ? good("credentials", `account ${found}`)
    : blocks(
        "credentials",
        `account ${found}; ${name} is for ${accountId}`,
        "name another --profile, or correct accountId in the environment's file",
      );
}

async function examine({ check, run }: AccountCheck): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const { problem, found, remedy } = error.parts;
    return [{ check, level: "unknown", found: found === undefined ? problem : `${problem}: ${found}`, remedy }];
  }
}
