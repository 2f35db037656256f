import { ENVIRONMENT_ARGUMENT, type OpsCommand, SECRET_ARGUMENT } from "../command/command";
import { wholeNumberOption } from "../command/number-option";
import { existingSecret } from "../command/secret-arguments";
import { nextCommand, rotationStories, storyText } from "../rotation/story";

const HOUR_MS = 3_600_000;

/** The last rotations of a secret, told by the function's log. */
export const logs: OpsCommand = {
  name: "logs",
  summary: "tell the last rotations of a secret, step by step, from the function's log",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  options: [
    { flags: "--last <count>", description: "how many rotations (default: 3)" },
    { flags: "--hours <hours>", description: "how far back to search (default: 168)" },
  ],
  isChanging: false,
  async run(input, context) {
    const last = wholeNumberOption(input, "last", { min: 1, max: 1_000, ifMissing: 3 });
    const hours = wholeNumberOption(input, "hours", { min: 1, max: 10_000, ifMissing: 168 });
    const { environment, settings, aws, secret } = await existingSecret(input, context);
    const lines = await aws.log.lines({
      pattern: `{ $.secretId = ${JSON.stringify(secret.arn)} }`,
      sinceMs: context.now() - hours * HOUR_MS,
      maxLines: 10_000,
    });
    const stories = rotationStories(lines).slice(-last);
    const newest = stories.at(-1);
    const failure = newest?.state === "failed" ? newest.steps.at(-1)?.failure : undefined;
    const next = failure === undefined ? undefined : nextCommand(failure.code, environment.name, settings.name);
    return {
      isGood: newest?.state !== "failed",
      data: { environment: environment.name, secret: secret.name, rotations: stories.map(storyDocument), next },
      text: [
        stories.length === 0
          ? `no rotation of ${secret.name} in the log of the last ${hours} hours`
          : stories.map((story) => storyText(story, secret, context.style)).join("\n\n"),
        ...(next === undefined ? [] : ["", `next: ${next}`]),
      ].join("\n"),
    };
  },
};

function storyDocument({ token, startedAt, endedAt, steps, state }: ReturnType<typeof rotationStories>[number]) {
  return {
    token,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    state,
    steps: steps.map(({ at, what, durationMs, failure }) => ({
      at: new Date(at).toISOString(),
      step: what,
      durationMs,
      failure,
    })),
  };
}
