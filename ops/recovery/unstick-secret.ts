import type { CommandContext } from "../command/command";
import type { Failure } from "../rotation/outcome-line";
import { inspectSecret } from "./evidence";
import { isChange, type Patient, plannedChange, treat } from "./treat";
import { type WorldState, worldState } from "./world-state";

/** A secret needs two changes at most: one for the login, one for the rotation. The rest is room for what happens meanwhile. */
const MAX_CHANGES = 4;

/** Evidence that is older than this is gathered again after the question. */
const MAX_EVIDENCE_AGE_MS = 10_000;

export interface UnstickReport {
  /** The states that were found, in their order, and what was done about each. */
  readonly history: readonly { readonly state: WorldState; readonly did?: string }[];
  readonly end: WorldState;
  readonly failure: Failure | undefined;
}

/**
 * Looks, does the one safe thing, and looks again, until nothing is left to do or a person is needed. Each look is a login of every
 * labelled version, made by the function. A change that failed is not made twice.
 */
export async function unstickSecret(patient: Patient, context: CommandContext): Promise<UnstickReport> {
  const history: { state: WorldState; did?: string }[] = [];
  let failure: Failure | undefined;
  for (let changes = 0; ; ) {
    const state = await look(patient, failure);
    const lastKind = history.findLast(({ did }) => did !== undefined)?.state.treatment.kind;
    const isRepeated = failure !== undefined && lastKind === state.treatment.kind;
    if (!isChange(state.treatment) || isRepeated || changes === MAX_CHANGES) {
      return { history: [...history, { state }], end: state, failure };
    }
    context.progress(`state ${state.number}: ${state.found}`);
    const askedAt = context.now();
    await context.confirm([plannedChange(state.treatment, patient.secret)]);
    if (context.now() - askedAt > MAX_EVIDENCE_AGE_MS) {
      const again = await look(patient, failure);
      if (JSON.stringify(again.treatment) !== JSON.stringify(state.treatment)) continue;
    }
    const treated = await treat(state.treatment, patient, context);
    changes++;
    failure = treated.failure;
    history.push({ state, did: treated.did });
  }
}

async function look({ aws, secret }: Patient, failure: Failure | undefined): Promise<WorldState> {
  return worldState(await inspectSecret(aws.rotationFunction, secret.arn), failure);
}
