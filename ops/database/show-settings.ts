import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CommandContext, CommandInput, CommandResult } from "../command/command";
import { OpsError } from "../error";
import { table } from "../output/table";
import { clientSettings, type Settings, type SettingsFor } from "./client-settings";
import { followPassword } from "./follow-password";
import type { DatabaseLogin } from "./login";
import type { OpenLogin } from "./login-arguments";
import { runStatement } from "./run-statement";

/** Shows how a program connects. A tunnel of this command stays open until Ctrl-C, and a rotated password is said. */
export async function showSettings(
  { environment, aws, source, login, route }: OpenLogin,
  program: SettingsFor,
  input: CommandInput,
  context: CommandContext,
): Promise<CommandResult> {
  const isPasswordShown = input.options.showPassword === true;
  const isOwnTunnel = route.isTunnel && input.options.tunnelPort === undefined;
  if (isOwnTunnel && input.options.json === true) {
    throw new OpsError("bad_command", {
      problem: "with --json the command ends at once, and its tunnel with it",
      allowed: "--json with --tunnel-port, for a tunnel that you have opened",
      remedy: "add --tunnel-port <port>, or leave --json out",
    });
  }
  await runStatement(route, login, "DO 0", { isReadOnly: true, signal: context.signal });
  const caFile = writeRoots(environment.name, route.caPem);
  const { engine } = environment.database;
  const of = (one: DatabaseLogin) => clientSettings(program, { route, login: one, engine, caFile, isPasswordShown });
  const data = { environment: environment.name, secret: source.title, program, settings: of(login) };
  if (!isOwnTunnel) return { isGood: true, data, text: settingsText(program, of(login)) };

  context.show(`${settingsText(program, of(login))}\n\nThe tunnel is open until Ctrl-C.`);
  const ended = new AbortController();
  void route.ended.then(() => ended.abort());
  await followPassword(aws.secrets, source, {
    login,
    sleep: (ms) => context.sleep(ms, ended.signal).catch(() => undefined),
    isOver: () => ended.signal.aborted || context.signal.aborted,
    onFailure: ({ message }) => context.progress(`could not look whether the password has rotated: ${message}`),
    onChange: (next) =>
      context.show(`The password has rotated; open connections stay.\n\n${settingsText(program, of(next))}`),
  });
  if (!ended.signal.aborted) return { isGood: true, data, text: "the tunnel is closed" };
  throw new OpsError("tunnel_failed", { problem: "the tunnel has ended", remedy: "repeat the command" });
}

/** Certificates only, so that they may stay: the program reads them whenever it connects. */
function writeRoots(environment: string, caPem: string): string {
  const file = path.resolve("dist", "database-roots", `${environment}.pem`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, caPem);
  return file;
}

function settingsText(program: SettingsFor, settings: Settings): string {
  return table([program, "setting"], Object.entries(settings));
}
