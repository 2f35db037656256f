import type { CommandContext } from "../command/command";
import { OpsError } from "../error";
import { secondOf } from "../output/quantity";
import { inspectSecret } from "../recovery/evidence";
import { worldState } from "../recovery/world-state";
import { deployedSecret } from "../rotation/app-secrets";
import { auditSecrets } from "../rotation/audit";
import { rotationChecks } from "../verify/checks";
import type { DrillTarget } from "./drill-world";

const LOOK_MS = 5_000;

/** What was found at one time, where it was another than before. */
export interface HealingStep {
  /** Since the watch began. */
  readonly afterMs: number;
  readonly found: string;
}

/** Looks every five seconds until everything holds that `verify` checks, or the time is over. Changes nothing. */
export async function watchHealing(
  target: DrillTarget,
  timeoutMs: number,
  context: Pick<CommandContext, "now" | "sleep" | "progress">,
): Promise<{ readonly isHealed: boolean; readonly steps: readonly HealingStep[] }> {
  const startedAt = context.now();
  const steps: HealingStep[] = [];
  for (;;) {
    const { isHealed, found } = await lookAt(target);
    if (steps.at(-1)?.found !== found) {
      steps.push({ afterMs: context.now() - startedAt, found });
      context.progress(`${secondOf(context.now())}  ${found}`);
    }
    if (isHealed || context.now() - startedAt >= timeoutMs) return { isHealed, steps };
    await context.sleep(LOOK_MS);
  }
}

interface Look {
  readonly isHealed: boolean;
  readonly found: string;
}

async function lookAt({ environment, settings, aws }: DrillTarget): Promise<Look> {
  try {
    const secret = await deployedSecret(aws, environment, settings);
    const inspected = await inspectSecret(aws.rotationFunction, secret.arn);
    const { number, found, treatment } = worldState(inspected);
    if (treatment.kind !== "none") return { isHealed: false, found: `state ${number}: ${found}` };
    const audit = (await auditSecrets(aws.rotationFunction, [{ arn: secret.arn, settings }])).get(secret.arn);
    if (audit === undefined) throw new Error("the audit answered nothing of the secret");
    const failing = rotationChecks(settings, secret, inspected, audit).find(
      ({ result }) => result === "fails" || result === "unknown",
    );
    if (failing === undefined) return { isHealed: true, found: "everything holds that verify checks" };
    return { isHealed: false, found: `does not hold: ${failing.what}` };
  } catch (error) {
    if (!(error instanceof OpsError) || error.code === "interrupted") throw error;
    return { isHealed: false, found: error.parts.problem };
  }
}
