import type { Environment } from "../../environments/schema";
import type { Aws } from "../aws/ports";
import { type CommandContext, type CommandInput, type CommandOption, requiredArg } from "../command/command";
import { wholeNumberOption } from "../command/number-option";
import { OpsError } from "../error";
import type { Route } from "../route/route";
import { type DatabaseLogin, type LoginOwner, type LoginSource, loginSource } from "./login";

/** The options of both commands that log in to a database. */
export const LOGIN_OPTIONS: readonly CommandOption[] = [
  { flags: "--admin", description: "log in as the admin user, with the secret that RDS manages" },
  { flags: "--tunnel-port <port>", description: "use a tunnel that is open already at this port of 127.0.0.1" },
];

/** The secret that is named, or the admin. Throws `bad_command` for both and for neither. */
export function loginOwner(input: CommandInput, secret: string | undefined): LoginOwner {
  const isAdmin = input.options.admin === true;
  if (isAdmin !== (secret === undefined)) {
    throw new OpsError("bad_command", {
      problem: isAdmin ? "a secret and --admin are named" : "neither a secret nor --admin is named",
      ...(secret === undefined ? {} : { found: secret.slice(0, 60) }),
      allowed: "an app secret, or --admin",
      remedy: "name one of them",
    });
  }
  return secret === undefined ? "admin" : { secret };
}

/** A login, where it is read, and an open way to its database. */
export interface OpenLogin {
  readonly environment: Environment;
  readonly aws: Aws;
  readonly source: LoginSource;
  readonly login: DatabaseLogin;
  readonly route: Route;
}

/** Reads a login, opens the way to its database, runs the work, and closes the way. */
export async function withLogin<T>(
  input: CommandInput,
  context: CommandContext,
  owner: LoginOwner,
  work: (open: OpenLogin) => Promise<T>,
): Promise<T> {
  const environment = context.environment(requiredArg(input, "environment"));
  const openTunnelPort = wholeNumberOption(input, "tunnelPort", { min: 1, max: 65_535, ifMissing: 0 });
  const aws = context.aws(environment);
  const source = await loginSource(aws, environment, owner);
  const login = await source.read();
  const route = await aws.route.open(login, {
    openTunnelPort: openTunnelPort === 0 ? undefined : openTunnelPort,
    signal: context.signal,
    progress: context.progress,
  });
  try {
    return await work({ environment, aws, source, login, route });
  } finally {
    await route.close();
  }
}
