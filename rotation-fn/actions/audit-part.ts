import { isRotationError } from "../errors";
import { humanHelp } from "../needs-human";
import type { Findings } from "./audit-findings";

/** Runs one part of the audit of a secret. A part that fails says so in its findings, and stops no other part. */
export async function auditPart(secretId: string, part: () => Findings | Promise<Findings>): Promise<Findings> {
  try {
    return await part();
  } catch (error) {
    return unavailable(error, secretId);
  }
}

/** What could not be found out is counted apart, and is not healthy: an unreachable server says nothing about a password. */
export function unavailable(error: unknown, secretId: string): Findings {
  if (!isRotationError(error)) {
    // A defect of the audit. Its text is not shown, because it may quote a secret.
    const kind = error instanceof Error ? error.name : typeof error;
    return { auditFailed: true, problems: [`internal_error: the audit of this secret failed (${kind})`] };
  }
  // Comparing in the middle of a change would find differences that are about to go. Not compared is not the same as alike.
  if (error.code === "rotation_in_progress") {
    const found = `${error.parts.problem} (${error.parts.found ?? ""})`;
    return {
      auditFailed: true,
      problems: [`not known whether the accounts are as they should be: ${found}; the next audit will tell`],
    };
  }
  const help = humanHelp(error, { secretId, token: undefined });
  return {
    auditFailed: true,
    problems: [`${error.code}: ${error.message}`],
    ...(help === undefined ? {} : { help }),
  };
}
