import { ERROR_CODES } from "../../rotation-fn/errors";
import type { OpsCommand } from "../command/command";
import { requiredArg } from "../command/command";
import { OpsError } from "../error";
import { cureLine, describeEntry, isErrorCode } from "../runbook/describe-entry";

/** The runbook's entry for an error code, without a network. */
export const explain: OpsCommand = {
  name: "explain",
  summary: "explain an error code of the rotation function, and say what to do",
  details: "Needs no AWS account. docs/runbook.md has the same entries.",
  args: [{ name: "code", description: "error code, such as login_refused", isRequired: true }],
  isChanging: false,
  async run(input, { style }) {
    const code = requiredArg(input, "code").replace(/^RotationError:/, "");
    if (!isErrorCode(code)) throw unknownCode(code);
    const entry = describeEntry(code);
    const { cause, remedy, command, healsByItself, functionCall, furtherCalls = [] } = entry;
    const cure = command === undefined ? undefined : cureLine(command);
    return {
      isGood: true,
      data: {
        code,
        cause,
        remedy,
        healsByItself,
        next: cure,
        calls: [functionCall, ...furtherCalls.map(({ call }) => call)].filter(isText),
      },
      text: [
        style.bold(code),
        "",
        plain(cause),
        "",
        `What to do: ${plain(remedy)}`,
        ...(healsByItself
          ? [
              "Secrets Manager repeats the step, and the next window starts the rotation again: it usually heals by itself.",
            ]
          : []),
        ...(cure === undefined ? [] : ["", `  ${cure}`]),
        ...(functionCall === undefined
          ? []
          : ["", "The same with the AWS CLI (docs/runbook.md, Set up your shell):", `  ${functionCall}`]),
      ].join("\n"),
    };
  },
};

function unknownCode(code: string): OpsError {
  const close = ERROR_CODES.filter(
    (known) => known.includes(code) || known.split("_").some((word) => code.includes(word)),
  );
  return new OpsError("bad_command", {
    problem: `there is no error code ${JSON.stringify(code.slice(0, 60))}`,
    allowed: (close.length > 0 ? close : ERROR_CODES).join(", "),
    remedy: "copy the code from the log line or the alarm",
  });
}

const isText = (value: string | undefined): value is string => value !== undefined;

/** Markdown for a terminal: links keep their text. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll("**", "")
    .replaceAll("`", "");
}
