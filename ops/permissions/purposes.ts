/** What a policy lets somebody do. */
export const PURPOSES = ["plan", "deploy", "destroy", "operate", "audit", "applications"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** `plan` reads; `deploy` also makes, changes and removes, but loses no data; `destroy` reads and removes everything. */
export type StackPurpose = Extract<Purpose, "plan" | "deploy" | "destroy">;
