import { cureLine, type DescribedEntry, describeEntry } from "../../ops/runbook/describe-entry";
import { ERROR_CODES } from "../../rotation-fn/errors";

/** The runbook's section of every error code, in the order of the vocabulary. */
export function codeEntries(): string {
  return ERROR_CODES.map((code) => entryText(describeEntry(code))).join("\n\n");
}

/** The command first, then the cause; the AWS calls are folded behind it. */
function entryText(entry: DescribedEntry): string {
  const { code, cause, remedy, command, healsByItself, functionCall, furtherCalls = [] } = entry;
  const calls = [
    ...(functionCall === undefined ? [] : [block(functionCall)]),
    ...furtherCalls.map(({ text, call }) => `${text}\n\n${block(call)}`),
  ];
  const heals = "Heals by itself: Secrets Manager repeats the step, and the next window starts it again.";
  return [
    `### \`${code}\``,
    ...(command === undefined ? [] : [block(cureLine(command))]),
    cause,
    `**Do**: ${remedy}`,
    ...(healsByItself ? [heals] : []),
    ...(calls.length === 0 ? [] : ["<details><summary>With the AWS CLI</summary>", ...calls, "</details>"]),
  ].join("\n\n");
}

const block = (text: string): string => `\`\`\`sh\n${text}\n\`\`\``;
