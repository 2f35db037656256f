/** The order in which Secrets Manager calls the steps of one rotation. */
export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
/** A step of a rotation, as Secrets Manager names it in the event. */
export type StepName = (typeof STEPS)[number];
