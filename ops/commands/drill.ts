import type { AppSecretChoice, Environment } from "../../environments/schema";
import { type CommandInput, type OpsCommand, requiredArg } from "../command/command";
import { wholeNumberOption } from "../command/number-option";
import { drillWorld } from "../drill/drill-world";
import { DRILL_SITUATIONS, type DrillSituation } from "../drill/situations";
import { watchHealing } from "../drill/watch-healing";
import { OpsError } from "../error";
import { duration, secondOf } from "../output/quantity";
import { appSecretNamed } from "../rotation/app-secrets";

/** Breaks one thing at the local AWS, for people to heal. */
export const drill: OpsCommand = {
  name: "drill",
  summary: "break one thing at the local AWS, wait until somebody has healed it, and say how long it took",
  details:
    `Situations: ${DRILL_SITUATIONS.map(({ name }) => name).join(", ")}.\n` +
    "For training: start it in one terminal, and heal in another by docs/runbook.md alone. It checks what verify checks, every five\n" +
    "seconds. Refused for AWS: it breaks logins on purpose.",
  args: [
    { name: "situation", description: "what to break, such as password-changed", isRequired: true },
    { name: "environment", description: "an environment at the local AWS (default: local)", isRequired: false },
    {
      name: "secret",
      description: "name of an app secret; without it, the first in which this can happen",
      isRequired: false,
    },
  ],
  options: [{ flags: "--timeout <seconds>", description: "how long to wait for the healing (default: 900)" }],
  isChanging: true,
  async run(input, context) {
    const situation = situationNamed(requiredArg(input, "situation"));
    const timeoutMs = 1_000 * wholeNumberOption(input, "timeout", { min: 1, max: 86_400, ifMissing: 900 });
    const environment = context.environment(input.args.environment ?? "local");
    requireLocal(environment, input);
    const settings =
      input.args.secret === undefined
        ? suitable(environment, situation)
        : appSecretNamed(environment, input.args.secret);
    requireStrategy(settings, situation);
    const aws = context.aws(environment);
    const target = { environment, settings, aws };
    const names = `${environment.name} ${settings.name}`;
    await context.confirm([`Breaks ${names} at the local AWS: ${situation.row}.`]);
    await situation.make(await drillWorld(target, context));
    const brokenAt = context.now();
    context.progress(
      `${secondOf(brokenAt)}  broken: ${situation.row}. Heal it by docs/runbook.md; begin with npm run ops -- status ${names}`,
    );
    const { isHealed, steps } = await watchHealing(target, timeoutMs, context);
    const tookMs = context.now() - brokenAt;
    return {
      isGood: isHealed,
      data: {
        environment: environment.name,
        secret: settings.name,
        situation: situation.name,
        isHealed,
        tookMs,
        steps,
      },
      text: [
        ...steps.map(({ afterMs, found }) => `  +${duration(afterMs)}  ${found}`),
        isHealed
          ? context.style.good(`healed after ${duration(tookMs)}`)
          : context.style.bad(`not healed after ${duration(tookMs)}`),
      ].join("\n"),
    };
  },
};

function situationNamed(name: string): DrillSituation {
  const found = DRILL_SITUATIONS.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new OpsError("bad_command", {
    problem: `there is no situation ${JSON.stringify(name.slice(0, 60))}`,
    allowed: DRILL_SITUATIONS.map((one) => one.name).join(", "),
    remedy: "name one of them",
  });
}

/** Throws `refused` for everything that is not the local AWS. */
function requireLocal({ name, target }: Environment, { options }: CommandInput): void {
  if (target.kind === "emulator" || options.local === true) return;
  throw new OpsError("refused", {
    problem: `a drill breaks logins on purpose, and ${name} is at AWS`,
    allowed: "the local AWS: the environment local, or --local",
    remedy: "npm run local -- up, npm run local -- deploy, then npm run ops -- drill <situation>; nothing was changed",
  });
}

function suitable(environment: Environment, { strategies }: DrillSituation): AppSecretChoice {
  const found = environment.appSecrets.find(({ strategy }) => strategies.includes(strategy.value));
  if (found !== undefined) return found;
  throw new OpsError("refused", {
    problem: `this cannot happen to an app secret of ${environment.name}`,
    allowed: `an app secret with ${strategies.join(" or ")}`,
    remedy: "name another environment or situation; nothing was changed",
  });
}

function requireStrategy({ name, strategy }: AppSecretChoice, situation: DrillSituation): void {
  if (situation.strategies.includes(strategy.value)) return;
  throw new OpsError("refused", {
    problem: `${situation.name} cannot happen to ${name}`,
    found: strategy.value,
    allowed: situation.strategies.join(", "),
    remedy: "name another secret or situation; nothing was changed",
  });
}
