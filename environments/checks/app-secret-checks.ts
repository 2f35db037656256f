import type { z } from "zod";
import { type Schedule, windowProblem } from "../values/schedule";

/** What is checked between the keys of one app secret. */
export interface CheckedAppSecret {
  readonly schedule: Schedule;
  readonly windowHours: number;
}

/** What must hold between the keys of one app secret. */
export function checkAppSecret(secret: CheckedAppSecret, context: z.RefinementCtx): void {
  const report = (key: keyof CheckedAppSecret, message: string | undefined) => {
    if (message !== undefined) context.addIssue({ code: "custom", path: [key], message });
  };
  report("windowHours", windowProblem(secret));
}
