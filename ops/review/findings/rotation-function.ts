import { changesIn, type Review } from "../model/change";
import type { Finding } from "./finding";

/** The function's code, settings or network change, or it goes. */
export function rotationFunction(review: Review): readonly Finding[] {
  return changesIn(review, "aws_lambda_function").flatMap((change): readonly Finding[] => {
    const { stack, address, action, before, after } = change;
    const name = `\`${String(before?.function_name ?? after?.function_name)}\``;
    const resources = [`${stack}: ${address}`];
    if (action === "delete" || action === "replace") {
      const text = `The rotation function ${name} is ${action === "delete" ? "deleted: no secret that it serves can rotate any more" : "replaced: no secret rotates until the new one is there"}.`;
      return [
        {
          code: "function_deleted",
          severity: "danger",
          headline: `the function ${name} is ${action}d`,
          text,
          resources,
        },
      ];
    }
    if (action !== "update") return [];
    const parts = [
      ...(differs(before, after, "source_code_hash") ? ["its code"] : []),
      ...(differs(before, after, "environment") ? ["its settings"] : []),
      ...(differs(before, after, "vpc_config") ? ["its network"] : []),
      ...(differs(before, after, "runtime") ? ["its runtime"] : []),
      ...(differs(before, after, "role") ? ["its role"] : []),
    ];
    if (parts.length === 0) return [];
    const text = `The rotation function ${name} changes: ${parts.join(", ")}. The deployment then proves that it can still read and log in with every secret.`;
    return [
      {
        code: "function_changes",
        severity: "attention",
        headline: `the function ${name} changes (${parts.join(", ")})`,
        text,
        resources,
      },
    ];
  });
}

function differs(
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>> | undefined,
  key: string,
): boolean {
  return JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]);
}
