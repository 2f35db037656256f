import { Command, CommanderError } from "commander";
import { secretsManagerClient } from "../life/world";
import { connect } from "./connect";
import { deployment, runCdktf } from "./deploy";
import { LocalCommandError } from "./error";
import { type KeptPaths, keptPaths } from "./paths";
import { appSecretArns, arnOf, currentLogin, rotateAndWait } from "./secrets";
import { serve } from "./serve";
import { requireServed, whoServes } from "./served-by";
import { statusText } from "./status";
import { down, up } from "./up";

interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The command `npm run local`. Returns its exit code: 0, 1 when something could not be done, 2 for a command that is none. */
export async function localCommand(args: readonly string[], output: Output): Promise<number> {
  let exitCode = 0;
  const paths = keptPaths();
  const command = build(paths, output, (code) => {
    exitCode = code;
  });
  try {
    await command.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      const isHelp = error.code === "commander.helpDisplayed" || (error.code === "commander.help" && args.length === 0);
      if (!isHelp) output.err(`${error.message.replace(/^error: /, "")}; what to do: npm run local -- --help`);
      return isHelp ? 0 : 2;
    }
    output.err(error instanceof Error ? error.message : String(error));
    return error instanceof LocalCommandError ? error.exitCode : 1;
  }
}

function build(paths: KeptPaths, { out }: Output, exit: (code: number) => void): Command {
  const program = new Command("local")
    .description("A local AWS that stays: deploy the environment `local` to it and try things for as long as you like.")
    .configureOutput({ writeOut: (text) => out(text.trimEnd()), writeErr: () => undefined })
    .exitOverride();
  const add = (words: string, description: string): Command =>
    program.command(words).description(description).allowExcessArguments(false).exitOverride();

  add("up", "start it in the background, or go on with what it kept")
    .option("--foreground", "stay here until Ctrl-C")
    .action(async ({ foreground }: { foreground?: true }) => {
      if (foreground !== true) return out(usage(await up(paths)));
      requireNobody(paths);
      await serve(paths, (url) => out(usage(url)));
    });
  add("deploy [stacks...]", "cdktf deploy, all stacks or some").action(async (stacks: string[]) => {
    await runCdktf(paths, "deploy", stacks, out);
    out("deployed; see npm run local -- status, connect, rotate");
  });
  add("status", "what runs, what is deployed, when secrets were rotated").action(async () => {
    const served = requireServed(paths);
    const { terraform } = deployment(paths, new AbortController().signal);
    const isDeployed = terraform.resources("local-app-secret").length > 0;
    const arns = isDeployed ? appSecretArns(terraform) : {};
    const client = secretsManagerClient(served.url, served.region);
    out(await statusText(paths, served, terraform, { client, arns }));
  });
  add("connect [secret] [mysql...]", "open mysql as the app user of a secret; what follows is given to mysql").action(
    async (secret: string | undefined, more: string[]) => {
      const { client, arn } = find(paths, secret);
      exit(connect(paths, await currentLogin(client, arn), more));
    },
  );
  add("rotate <secret>", "rotate a secret and wait for the end").action(async (secret: string) => {
    const { client, arn } = find(paths, secret);
    const startedMs = Date.now();
    await rotateAndWait(client, arn);
    const { username } = await currentLogin(client, arn);
    out(`rotated in ${((Date.now() - startedMs) / 1000).toFixed(1)} s; the user is ${username} now`);
  });
  add("destroy [stacks...]", "cdktf destroy, all stacks or some").action((stacks: string[]) =>
    runCdktf(paths, "destroy", stacks, out),
  );
  add("down", "stop it; what it keeps stays").action(async () => {
    out((await down(paths)) ? "stopped; npm run local -- up goes on" : "it does not run");
  });
  return program;
}

function find(paths: KeptPaths, secret: string | undefined) {
  const served = requireServed(paths);
  const { terraform } = deployment(paths, new AbortController().signal);
  const arn = arnOf(appSecretArns(terraform), secret);
  return { client: secretsManagerClient(served.url, served.region), arn };
}

function requireNobody(paths: KeptPaths): void {
  const present = whoServes(paths);
  if (present === undefined) return;
  throw new LocalCommandError(
    "already_running",
    `the local AWS runs already, as process ${present.pid} at ${present.url}; what to do: npm run local -- down`,
  );
}

function usage(url: string): string {
  return [
    `The local AWS runs at ${url}`,
    "",
    "  npm run local -- deploy           deploy the environment local",
    "  npm run local -- connect shop     open mysql as the app user",
    "  npm run local -- rotate shop      change its password",
    "  npm run local -- destroy          destroy the environment",
    "  npm run local -- down             stop; up goes on",
    "",
    `With other tools: AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=operator AWS_SECRET_ACCESS_KEY=any AWS_REGION=us-east-1`,
  ].join("\n");
}
