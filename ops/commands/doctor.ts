import { ENVIRONMENT_ARGUMENT, type OpsCommand, requiredArg } from "../command/command";
import { examineAccount } from "../doctor/examine";
import type { Finding, Level } from "../doctor/finding";
import { localChecks } from "../doctor/local-checks";
import { table } from "../output/table";

const MARKS: Readonly<Record<Level, string>> = { good: "ok", warns: "warns", blocks: "BLOCKS", unknown: "unknown" };

/** Everything that a deployment would stumble over, before it begins. */
export const doctor: OpsCommand = {
  name: "doctor",
  summary: "check all that a deployment needs before it begins: account, quotas, region, names, versions",
  details: [
    "Shows every finding at once, each with what to do. Changes nothing. With --offline it checks the environment's file and this machine only, and needs no AWS account.",
    "Exit code 1 when something blocks the deployment, or could not be asked.",
  ].join("\n"),
  args: [ENVIRONMENT_ARGUMENT],
  options: [{ flags: "--offline", description: "ask AWS nothing" }],
  isChanging: false,
  async run(input, context) {
    const environment = context.environment(requiredArg(input, "environment"));
    const isOffline = input.options.offline === true;
    const findings = [
      ...localChecks(environment, await context.machine()),
      ...(isOffline
        ? []
        : await examineAccount(environment, context.platform(environment), context.aws(environment).secrets)),
    ];
    const isBlocked = findings.some(({ level }) => level === "blocks");
    const isReady = !findings.some(({ level }) => level === "blocks" || level === "unknown");
    const { style } = context;
    const marked: Readonly<Record<Level, (text: string) => string>> = {
      good: style.good,
      warns: style.warn,
      blocks: style.bad,
      unknown: style.warn,
    };
    return {
      isGood: isReady,
      data: { environment: environment.name, isOffline, isReady, findings },
      text: [
        table(
          ["", "check", "found"],
          findings.map(({ level, check, found }) => [marked[level](MARKS[level]), check, found]),
        ),
        ...remedies(findings),
        "",
        isReady
          ? isOffline
            ? `next: npm run ops -- doctor ${environment.name}, which asks the account too`
            : `next: npm run deploy -- '${environment.name}-*'`
          : `not ready: correct what ${isBlocked ? "blocks" : "is unknown"}, then npm run ops -- doctor ${environment.name}`,
      ].join("\n"),
    };
  },
};

function remedies(findings: readonly Finding[]): readonly string[] {
  const found = findings.flatMap(({ check, remedy }) => (remedy === undefined ? [] : [`  ${check}: ${remedy}`]));
  return found.length === 0 ? [] : ["", "what to do:", ...new Set(found)];
}
