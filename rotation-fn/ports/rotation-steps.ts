/** The order in which Secrets Manager calls the steps of one rotation. */
export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
export type StepName = (typeof STEPS)[number];
