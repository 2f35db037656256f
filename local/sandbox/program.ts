import { Command, InvalidArgumentError, Option } from "commander";
import { secretsManagerClient } from "../load/secrets-manager-client";
import { LocalError } from "../terminal/error";
import { unlessInterrupted } from "../terminal/interruption";
import type { CommandContext } from "../terminal/run-command";
import { OPERATOR } from "../terraform/credentials";
import { chooseEngine, chosenEngine, ENGINES, type SandboxEngine } from "./choices";
import { connect } from "./connect";
import { runCdktf } from "./deploy";
import { deployedState, stackNamed } from "./deployment";
import { functionLog } from "./logs";
import type { KeptPaths } from "./paths";
import { readPidFile, requireRunning } from "./pid-file";
import { plan } from "./plan";
import { appSecretArns, arnOf, currentLogin, type ReadLogin, rotateAndWait } from "./secrets";
import { EVERY_MINUTES_VARIABLE, serve } from "./serve";
import { runSql } from "./sql";
import { secretsText, statusText } from "./status";
import { down, up } from "./up";
import { missingForDeploy, usage } from "./usage";

/** What the commands work with. */
export type SandboxContext = Pick<CommandContext, "print" | "leakCheck" | "signal">;

/** Every command of `npm run local`, with its options. `exit` gets an exit code that is no failure of ours. */
export function localProgram(paths: KeptPaths, context: SandboxContext, exit: (code: number) => void): Command {
  const { signal } = context;
  const out = (text: string): void => context.print("the output", text);
  /** For what ends nothing by itself when it is interrupted. */
  const waitFor = <T>(work: Promise<T>): Promise<T> => unlessInterrupted(signal, work);
  const program = new Command("npm run local --")
    .description("A local AWS that stays: deploy the environment `local` to it and try things for as long as you like.")
    .configureOutput({ writeOut: (text) => out(text.trimEnd()), writeErr: () => undefined })
    .enablePositionalOptions()
    .exitOverride();
  const add = (words: string, description: string): Command =>
    program.command(words).description(description).allowExcessArguments(false).exitOverride();

  add("up", "start it in the background; it resumes from what it saved")
    .option("--foreground", "stay here until Ctrl-C")
    .option(
      "--every <minutes>",
      "let every rotation and audit be due so often, to watch; without it as scheduled",
      wholeNumber,
    )
    .addOption(new Option("--engine <engine>", "the database that deploy makes, kept for later").choices(ENGINES))
    .action(async ({ foreground, engine, every }: { foreground?: true; engine?: SandboxEngine; every?: number }) => {
      // One that runs already keeps the schedules that it was started with.
      if (foreground === true || every !== undefined) requireStopped(paths);
      if (every !== undefined) process.env[EVERY_MINUTES_VARIABLE] = String(every);
      if (engine !== undefined)
        chooseEngine(paths, engine, deployedState(paths).resources("local-database").length > 0);
      const ready = (url: string) => out([usage(url, chosenEngine(paths)), ...missingForDeploy()].join("\n\n"));
      if (foreground !== true) return ready(await up(paths, signal));
      await serve(paths, ready, signal);
    });
  add("deploy [stacks...]", "cdktf deploy, all stacks or some").action(async (stacks: string[]) => {
    await runCdktf(paths, "deploy", stacks, out, signal);
    const secrets = deployedSecrets(paths, context);
    out(
      [...(await waitFor(secretsText(secrets))), "", "see npm run local -- status, connect, sql, rotate, logs"].join(
        "\n",
      ),
    );
  });
  add("plan [stacks...]", "what a deployment would do, all stacks or some").action((stacks: string[]) =>
    plan(paths, stacks.map(stackNamed), out, signal),
  );
  add("status", "what runs, what is deployed, how each secret stands").action(async () => {
    const { served, terraform, ...secrets } = deployedSecrets(paths, context);
    out(await waitFor(statusText(paths, served, terraform, secrets)));
  });
  add(
    "connect [secret] [options...]",
    "open the mysql client as the user of a secret; its options follow, such as -e 'select 1'",
  )
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (secret: string | undefined, more: string[]) => {
      const isOption = secret?.startsWith("-") === true;
      const { login } = find(paths, context, isOption ? undefined : secret);
      exit(await connect(paths, await waitFor(login()), isOption ? [secret, ...more] : more));
    });
  add("sql <secret> <statement>", "run one statement as the user of a secret; needs no client").action(
    async (secret: string, statement: string) => {
      out(await runSql(paths, await waitFor(find(paths, context, secret).login()), statement, signal));
    },
  );
  add("rotate <secret>", "rotate a secret and wait for the end; admin is the admin secret").action(
    async (secret: string) => {
      const { client, arn, login } = find(paths, context, secret);
      const startedMs = Date.now();
      await rotateAndWait(client, arn, signal);
      const { username } = await waitFor(login());
      out(`rotated in ${((Date.now() - startedMs) / 1000).toFixed(1)} s; the user is ${username} now`);
    },
  );
  add("logs", "what the rotation function wrote to its log group")
    .option("-n, --lines <number>", "the newest lines only", wholeNumber, 50)
    .option("--failed", "only invocations that failed")
    .action(async ({ lines, failed }: { lines: number; failed?: true }) => {
      const { served, terraform } = deployedSecrets(paths, context);
      const functionName = terraform.output("local-app-secret", "function_name");
      if (typeof functionName !== "string") {
        throw new LocalError("not_deployed", "no function is deployed; what to do: npm run local -- deploy");
      }
      const found = await waitFor(functionLog(served, { functionName, maxLines: lines, onlyFailed: failed === true }));
      out(found.length === 0 ? "no lines" : found.join("\n"));
    });
  add("destroy [stacks...]", "cdktf destroy, all stacks or some").action((stacks: string[]) =>
    runCdktf(paths, "destroy", stacks, out, signal),
  );
  add("down", "stop it; what it saved stays").action(async () => {
    out((await down(paths, signal)) ? "stopped; npm run local -- up resumes from what it saved" : "it is not running");
  });
  return program;
}

/** What runs and what is deployed to it. Without app secrets `arns` is empty. */
function deployedSecrets(paths: KeptPaths, { leakCheck }: SandboxContext) {
  const served = requireRunning(paths);
  const terraform = deployedState(paths);
  const isDeployed = terraform.resources("local-app-secret").length > 0;
  const arns = isDeployed ? appSecretArns(terraform) : {};
  return { served, terraform, arns, client: secretsManagerClient(served, OPERATOR), register: leakCheck.register };
}

/** A secret by its name, and how to read the login that it holds now. RDS's admin secret names no host: that is the database's. */
function find(paths: KeptPaths, context: SandboxContext, secret: string | undefined) {
  const { client, register, terraform } = deployedSecrets(paths, context);
  const arns = appSecretArns(terraform);
  const admin = terraform.output("local-database", "admin_secret_arn");
  const arn = arnOf(typeof admin === "string" ? { ...arns, admin } : arns, secret);
  const [host = "", port = ""] = String(terraform.output("local-database", "endpoint") ?? "").split(":");
  const where: Partial<ReadLogin> = { host, port: Number(port), dbname: "" };
  const login = async (): Promise<ReadLogin> => ({ ...where, ...(await currentLogin({ client, register }, arn)) });
  return { client, arn, login };
}

function requireStopped(paths: KeptPaths): void {
  const present = readPidFile(paths);
  if (present === undefined) return;
  throw new LocalError(
    "already_running",
    `the local AWS is already running, as process ${present.pid} at ${present.url}; what to do: npm run local -- down`,
  );
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("allowed: a whole number from 1 to 999999.");
}
