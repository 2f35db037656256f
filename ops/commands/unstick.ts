import {
  type CommandContext,
  type CommandResult,
  ENVIRONMENT_ARGUMENT,
  type OpsCommand,
  SECRET_ARGUMENT,
} from "../command/command";
import { wholeNumberOption } from "../command/number-option";
import { existingSecret } from "../command/secret-arguments";
import { type UnstickReport, unstickSecret } from "../recovery/unstick-secret";

/** Finds out what is wrong with a secret and does the one safe thing. */
export const unstick: OpsCommand = {
  name: "unstick",
  summary: "find out why a secret does not log in or rotate, and do the one safe thing",
  details:
    "Asks the function which versions log in, names the numbered state, and then continues the rotation, cancels it where that is proved\n" +
    "to be safe, moves AWSCURRENT back, or lets the admin set the password that AWSCURRENT holds. Otherwise it says who must do what.\n" +
    "It never removes a password that a client may need. Exit code 0 when AWSCURRENT logs in and no rotation is pending.",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  options: [{ flags: "--timeout <seconds>", description: "how long to follow a rotation (default: 180)" }],
  isChanging: true,
  async run(input, context) {
    const timeoutMs = 1_000 * wholeNumberOption(input, "timeout", { min: 1, max: 3_600, ifMissing: 180 });
    const { environment, settings, aws, secret, names } = await existingSecret(input, context);
    const report = await unstickSecret({ environment, settings, secret, aws, timeoutMs }, context);
    return resultOf(report, context, names);
  },
};

function resultOf(report: UnstickReport, { style }: CommandContext, names: string): CommandResult {
  const { history, end, failure } = report;
  const { treatment } = end;
  const isGood = treatment.kind === "none";
  const next = nextOf(report, names);
  return {
    isGood,
    data: { target: names, state: end.number, history, failure, next },
    text: [
      ...history.flatMap(({ state, did }) => [
        `state ${state.number}: ${state.found}`,
        ...(did === undefined ? [] : [`  ${style.good(did)}`]),
      ]),
      ...(failure === undefined ? [] : [`  ${style.bad(failure.code)}: ${failure.message}`]),
      ...(treatment.kind === "person" ? [`  who: ${treatment.who}`, `  what to do: ${treatment.what}`] : []),
      ...(treatment.kind === "wait" ? [`  ${treatment.why}`] : []),
      ...(next === undefined ? [] : [`next: ${next}`]),
    ].join("\n"),
  };
}

/** After a repair a rotation retires what the accident left. */
function nextOf({ history, end, failure }: UnstickReport, names: string): string | undefined {
  if (failure !== undefined) return `npm run ops -- explain ${failure.code}`;
  const kinds = history.flatMap(({ state, did }) => (did === undefined ? [] : [state.treatment.kind]));
  const isRepaired = end.treatment.kind === "none" && kinds.length > 0;
  return isRepaired && !["continue", "cancel"].includes(kinds.at(-1) ?? "")
    ? `npm run ops -- rotate ${names}`
    : undefined;
}
