import type { InspectResult } from "../../rotation-fn/actions/inspect";
import { ENVIRONMENT_ARGUMENT, type OpsCommand, SECRET_ARGUMENT } from "../command/command";
import { existingSecret } from "../command/secret-arguments";
import { OpsError } from "../error";
import { inspectSecret } from "../recovery/evidence";
import { moveCurrent } from "../recovery/treat";

/** Moves AWSCURRENT back to AWSPREVIOUS, after proving that AWSPREVIOUS logs in. */
export const rollback: OpsCommand = {
  name: "rollback",
  summary: "move AWSCURRENT back to AWSPREVIOUS, after proving that it logs in",
  details:
    "Refused when AWSPREVIOUS does not log in, and while a rotation is pending: its steps may change the password that would become\n" +
    "AWSCURRENT. AWSPREVIOUS moves to the version that AWSCURRENT leaves.",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  isChanging: true,
  async run(input, context) {
    const { environment, aws, secret, names } = await existingSecret(input, context);
    const move = requireSafe(await inspectSecret(aws.rotationFunction, secret.arn), names);
    await context.confirm([
      `Moves AWSCURRENT of ${secret.name} from version ${move.from} to ${move.to} (user '${move.user}'), which logs in now.`,
      ...move.effects,
    ]);
    // A person may have thought about it for some time.
    const again = requireSafe(await inspectSecret(aws.rotationFunction, secret.arn), names);
    if (again.to !== move.to || again.from !== move.from) {
      throw new OpsError("refused", {
        problem: "the labels have moved since the question",
        remedy: "repeat the command; nothing was changed",
      });
    }
    await moveCurrent(aws, secret, move);
    const after = await inspectSecret(aws.rotationFunction, secret.arn);
    const works = after.current?.versionId === move.to && after.current.login === "accepted";
    const next = works ? `npm run ops -- rotate ${names}` : `npm run ops -- unstick ${names}`;
    return {
      isGood: works,
      data: {
        environment: environment.name,
        secret: secret.name,
        from: move.from,
        to: move.to,
        login: after.current?.login,
        next,
      },
      text: [
        `AWSCURRENT is version ${move.to}, and ${works ? context.style.good("a login with it works") : context.style.bad("its login is not proved")}`,
        ...move.effects,
        `next, when the cause is removed: ${next}`,
      ].join("\n"),
    };
  },
};

interface SafeMove {
  readonly to: string;
  readonly from: string;
  readonly user: string;
  readonly effects: readonly string[];
}

/** Throws `refused` unless AWSPREVIOUS logs in and nothing is under way that could change that. */
function requireSafe({ current, pending, previous, strategy, secret }: InspectResult, names: string): SafeMove {
  const refuse = (problem: string, found: string, remedy: string): OpsError =>
    new OpsError("refused", { problem, found, remedy: `${remedy}; nothing was changed` });
  if (pending !== undefined) {
    throw refuse(
      `a rotation of ${secret} is pending, and its steps may change the password that would become AWSCURRENT`,
      `the pending version ${pending.versionId}`,
      `npm run ops -- unstick ${names}`,
    );
  }
  if (current === undefined || previous === undefined) {
    const missing = current === undefined ? "AWSCURRENT" : "AWSPREVIOUS";
    throw refuse(`${secret} cannot be rolled back`, `no version is ${missing}`, `npm run ops -- status ${names}`);
  }
  if (previous.login !== "accepted") {
    throw refuse(
      `AWSPREVIOUS of ${secret} does not log in, so that the rollback would break logins`,
      `${previous.code ?? previous.login}: ${previous.message ?? "no value"}`,
      current.login === "accepted" ? "keep AWSCURRENT, which logs in" : `npm run ops -- unstick ${names}`,
    );
  }
  const { versionId: to, user = "?" } = previous;
  return { to, from: current.versionId, user, effects: effectsOf(current, user, strategy) };
}

function effectsOf(
  current: NonNullable<InspectResult["current"]>,
  user: string,
  strategy: InspectResult["strategy"],
): readonly string[] {
  const other =
    strategy === "alternating-users" ? `a new password for '${current.user}'` : `a new password for '${user}'`;
  return [
    current.login === "accepted"
      ? "Note: AWSCURRENT logs in, too. Clients that hold it keep working until the next rotation."
      : `Clients that hold the present AWSCURRENT are refused already (${current.code ?? "unknown"}); they log in when they read the secret again.`,
    `The next rotation makes ${other}; what AWSCURRENT holds today ends with it, at the latest.`,
  ];
}
