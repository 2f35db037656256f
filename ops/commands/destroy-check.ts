import { ENVIRONMENT_ARGUMENT, type OpsCommand, requiredArg } from "../command/command";
import { deployedFindings } from "../destroy/deployed-checks";
import { type DestroyFinding, destroyFindings } from "../destroy/destroy-checks";

const TITLES: Readonly<Record<DestroyFinding["kind"], string>> = {
  blocks: "Blocks the destroy",
  lost: "Is lost",
  stays: "Stays behind",
};

/** Says what a destroy of an environment meets, before it is begun. */
export const destroyCheck: OpsCommand = {
  name: "destroy-check",
  summary: "say what blocks a destroy, what is lost and what stays behind, and what to apply first",
  details: [
    "Reads the environment files only and needs no AWS account. With --deployed it also asks AWS whether protections that the file takes off are off.",
    "Exit code 1 when something blocks the destroy.",
  ].join("\n"),
  args: [ENVIRONMENT_ARGUMENT],
  options: [{ flags: "--deployed", description: "ask AWS as well" }],
  isChanging: false,
  async run(input, context) {
    const environment = context.environment(requiredArg(input, "environment"));
    const others = context.environmentNames().map((name) => context.environment(name));
    const findings = [
      ...destroyFindings(environment, others),
      ...(input.options.deployed === true ? await deployedFindings(environment, context.aws(environment)) : []),
    ];
    const isFree = !findings.some(({ kind }) => kind === "blocks");
    const isEmulated = environment.target.kind === "emulator";
    const next = isEmulated ? "npm run local -- destroy" : `npm run destroy -- ${environment.name}`;
    const parts = (["blocks", "lost", "stays"] as const).flatMap((kind) => {
      const found = findings.filter((one) => one.kind === kind);
      if (found.length === 0) return [];
      const title = kind === "blocks" ? context.style.bad(TITLES[kind]) : context.style.bold(TITLES[kind]);
      return [
        title,
        ...found.flatMap(({ what, remedy }) => [`  ${what}`, ...(remedy === undefined ? [] : [`    ${remedy}`])]),
      ];
    });
    return {
      isGood: isFree,
      data: { environment: environment.name, findings, ...(isFree ? { next } : {}) },
      text: [...parts, ...(isFree ? [`next: ${next}`] : [])].join("\n"),
    };
  },
};
