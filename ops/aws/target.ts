import type { Environment } from "../../environments/schema";
import { localAwsUrl } from "./local-aws";

/** Where the calls of a command go, and as whom. */
export interface Target {
  readonly region: string;
  /** Undefined for AWS itself. */
  readonly endpoint: string | undefined;
  /** A profile of the AWS configuration files; undefined for the usual chain. */
  readonly profile: string | undefined;
  readonly isLocal: boolean;
}

export interface TargetOptions {
  /** Use the local AWS for an environment of AWS, too. */
  readonly isLocal: boolean;
  readonly profile: string | undefined;
}

/** The environment of an emulator is always at the local AWS. Throws `local_aws_not_running`. */
export function targetOf(
  environment: Pick<Environment, "region" | "target">,
  { isLocal, profile }: TargetOptions,
  processEnvironment: NodeJS.ProcessEnv = process.env,
): Target {
  const useLocal = isLocal || environment.target.kind === "emulator";
  return {
    region: environment.region,
    endpoint: useLocal ? localAwsUrl(processEnvironment) : undefined,
    profile,
    isLocal: useLocal,
  };
}

/** What every SDK client is made with. The local AWS accepts any credential. */
export function clientOptions({ region, endpoint, profile, isLocal }: Target): object {
  return {
    region,
    maxAttempts: 5,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(isLocal ? { credentials: { accessKeyId: "OPERATOR", secretAccessKey: "not-checked" } } : {}),
  };
}
