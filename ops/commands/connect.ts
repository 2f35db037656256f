import {
  type CommandContext,
  type CommandInput,
  type CommandResult,
  ENVIRONMENT_ARGUMENT,
  type OpsCommand,
  textOption,
} from "../command/command";
import { findClient } from "../database/client-program";
import { SETTINGS_FOR, type SettingsFor, settingsFor } from "../database/client-settings";
import { followPassword } from "../database/follow-password";
import { LOGIN_OPTIONS, loginOwner, type OpenLogin, withLogin } from "../database/login-arguments";
import { optionFile } from "../database/option-file";
import { runStatement } from "../database/run-statement";
import { showSettings } from "../database/show-settings";
import { OpsError } from "../error";

/** Opens the way to a database and a client, or says how another program connects. */
export const connect: OpsCommand = {
  name: "connect",
  summary:
    "open the tunnel and the mysql client as the user of a secret or as the admin, or print settings for another program",
  details:
    "The password goes to the client through a file that only you can read and that is removed afterwards; when the password rotates\n" +
    "meanwhile, the file gets the new one, and sessions that are open stay. Before the client starts, a login over verified TLS proves\n" +
    "that the tunnel ends at the right server. With --print the tunnel stays open until Ctrl-C.",
  args: [
    ENVIRONMENT_ARGUMENT,
    { name: "secret", description: "name of an app secret, such as shop; left out with --admin", isRequired: false },
  ],
  options: [
    ...LOGIN_OPTIONS,
    { flags: "--print <program>", description: `print the settings for ${SETTINGS_FOR.join(", ")} instead` },
    { flags: "--show-password", description: "print the password among the settings" },
  ],
  isChanging: false,
  async run(input, context) {
    const owner = loginOwner(input, input.args.secret);
    const program = programOf(input);
    return program === "client"
      ? withLogin(input, context, owner, openClient(context))
      : withLogin(input, context, owner, (open) => showSettings(open, program, input, context));
  },
};

/** Throws `bad_command`, before anything is opened. */
function programOf(input: CommandInput): SettingsFor | "client" {
  const print = textOption(input, "print");
  if (print !== undefined) return settingsFor(print);
  const misplaced = (["json", "showPassword"] as const).find((name) => input.options[name] === true);
  if (misplaced === undefined) return "client";
  throw new OpsError("bad_command", {
    problem: `connect opens a client, and takes ${misplaced === "json" ? "--json" : "--show-password"} only with --print`,
    allowed: `--print ${SETTINGS_FOR.join(", --print ")}`,
    remedy: "add --print, or leave the option out",
  });
}

function openClient(context: CommandContext): (open: OpenLogin) => Promise<CommandResult> {
  const client = findClient();
  return async ({ environment, aws, source, login, route }) => {
    await runStatement(route, login, "DO 0", { isReadOnly: true, signal: context.signal });
    const options = optionFile(route, login, client.kind);
    // Also ends the sleep, which would keep the process for seconds after the client.
    const ended = new AbortController();
    try {
      context.progress(
        `${client.command} as '${login.username}' at ${login.host}; a second client: ${client.command} --defaults-extra-file=${options.file}`,
      );
      const following = followPassword(aws.secrets, source, {
        login,
        sleep: (ms) => context.sleep(ms, ended.signal).catch(() => undefined),
        isOver: () => ended.signal.aborted,
        onFailure: ({ message }) => context.progress(`could not look whether the password has rotated: ${message}`),
        onChange(next) {
          options.write(next);
          context.progress(
            `the password has rotated: this session stays; a new one, as '${next.username}', reads the new password`,
          );
        },
      });
      following.catch(() => undefined);
      const args = [
        `--defaults-extra-file=${options.file}`,
        ...(login.dbname === "" ? [] : [`--database=${login.dbname}`]),
      ];
      const exitCode = await context.runAtTerminal(client.command, args);
      return {
        isGood: exitCode === 0,
        data: { environment: environment.name, secret: source.title, user: login.username, exitCode },
        text: exitCode === 0 ? "disconnected" : `${client.command} ended with exit code ${exitCode}`,
      };
    } finally {
      ended.abort();
      options.remove();
    }
  };
}
