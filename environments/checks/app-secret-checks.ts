import type { z } from "zod";
import { type Schedule, windowProblem } from "../values/schedule";

/** The keys of one app secret that the rules compare. */
export interface CheckedAppSecret {
  readonly schedule: Schedule;
  readonly windowHours: number;
}

/** The rules between the keys of one app secret. */
export function checkAppSecret(secret: CheckedAppSecret, context: z.RefinementCtx): void {
  const report = (key: keyof CheckedAppSecret, message: string | undefined) => {
    if (message !== undefined) context.addIssue({ code: "custom", path: [key], message });
  };
  report("windowHours", windowProblem(secret));
}
