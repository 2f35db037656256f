import type { AppSecretChoice, Environment } from "../../environments/schema";
import type { Aws } from "../aws/ports";
import type { CommandContext } from "../command/command";
import { type DatabaseLogin, loginSource, readLogin } from "../database/login";
import { runStatement } from "../database/run-statement";
import { OpsError } from "../error";
import { deployedSecret, pendingVersion, versionLabelled } from "../rotation/app-secrets";
import { followRotation } from "../rotation/follow";
import { startRotation } from "../rotation/start";

const TIMEOUT_MS = { succeeds: 120_000, fails: 5_000 } as const;

/** What a drill does to one secret and its database. */
export interface DrillWorld {
  readonly database: string;
  asAdmin(statement: string): Promise<void>;
  /** MySQL keeps a second password of an account where one was kept; MariaDB has none. */
  endSecondPassword(account: string): Promise<void>;
  user(label: "AWSCURRENT" | "AWSPREVIOUS"): Promise<string>;
  version(label: "AWSCURRENT" | "AWSPREVIOUS"): Promise<string>;
  moveCurrent(to: string): Promise<void>;
  /** With the recovery window. */
  deleteSecret(): Promise<void>;
  /** Starts a rotation and waits for the end that the drill needs. Throws `refused` when it ends otherwise. */
  rotate(end: "succeeds" | "fails"): Promise<void>;
}

export interface DrillTarget {
  readonly environment: Environment;
  readonly settings: AppSecretChoice;
  readonly aws: Aws;
}

type DrillContext = Pick<CommandContext, "now" | "sleep" | "style" | "progress" | "signal">;

/** The admin's login is read once: a drill may change it. */
export async function drillWorld(target: DrillTarget, context: DrillContext): Promise<DrillWorld> {
  const { environment, settings, aws } = target;
  const { signal } = context;
  const route = { openTunnelPort: undefined, signal, progress: context.progress };
  const admin = await (await loginSource(aws, environment, "admin")).read();
  const { arn, name } = await deployedSecret(aws, environment, settings);
  const run = async (statement: string, as: DatabaseLogin = admin): Promise<void> => {
    const open = await aws.route.open(as, route);
    try {
      await runStatement(open, as, statement, { isReadOnly: false, signal });
    } finally {
      await open.close();
    }
  };
  const version: DrillWorld["version"] = async (label) => {
    const found = versionLabelled(await deployedSecret(aws, environment, settings), label);
    if (found !== undefined) return found;
    throw unsuitable(`no version is ${label}`, `npm run ops -- rotate ${environment.name} ${settings.name}`);
  };
  const endSecond = async (account: string): Promise<void> => {
    if (environment.database.engine === "mysql") await run(`ALTER USER ${account} DISCARD OLD PASSWORD`);
  };
  return {
    database: settings.database,
    asAdmin: (statement) => run(statement),
    endSecondPassword: endSecond,
    version,
    user: async (label) => (await readLogin(aws, { secretId: arn, title: name, label })).username,
    async moveCurrent(to) {
      await aws.secrets.moveCurrent(arn, { to, from: await version("AWSCURRENT") });
    },
    deleteSecret: () => aws.secrets.deleteWithRecovery(arn),
    async rotate(end) {
      const { token, earlier } = await startRotation(aws, arn, context);
      const timeoutMs = TIMEOUT_MS[end];
      const followed =
        token === undefined
          ? undefined
          : await followRotation(aws, { secretId: arn, token, timeoutMs, earlier }, context);
      const isComplete = followed?.state === "complete";
      const state = await deployedSecret(aws, environment, settings);
      if (isComplete !== (end === "succeeds") || (end === "fails" && pendingVersion(state) === undefined)) {
        throw unsuitable(`the rotation was to ${end === "fails" ? "fail" : "succeed"}`, "repair it first: unstick");
      }
    },
  };
}

function unsuitable(problem: string, remedy: string): OpsError {
  return new OpsError("refused", { problem: `the secret is not fit for this drill: ${problem}`, remedy });
}
