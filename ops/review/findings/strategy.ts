import { STRATEGY_TAG } from "../../../rotation-fn/settings";
import { asObject } from "../../../stacks/guard-rails/json";
import { type Attributes, changesIn, type Review } from "../model/change";
import type { Finding } from "./finding";

/** What a secret's next rotations do otherwise when its strategy changes. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  "alternating-users":
    "From the next rotation on two users take turns: the function creates `<user>_clone` with the same grants, and an application must accept both names.",
  "single-user":
    "From the next rotation on the app user changes its own password. An alternate user of earlier rotations stays until it is dropped.",
  "admin-rotated":
    "From the next rotation on the admin user changes the one app user's password. An alternate user of earlier rotations stays until it is dropped.",
};

/** Strategies are the tag `rotation:strategy` of a secret; the function reads it in every step. */
export function strategy(review: Review): readonly Finding[] {
  return changesIn(review, "aws_secretsmanager_secret").flatMap(
    ({ stack, address, before, after, action }): Finding[] => {
      const [was, is] = [strategyOf(before), strategyOf(after)];
      if (action !== "update" || was === is || is === undefined) return [];
      const name = `\`${String(after?.name)}\``;
      return [
        {
          code: "strategy_changes",
          severity: "attention",
          headline: `the strategy of ${name} becomes \`${is}\``,
          text: `The strategy of ${name} changes from \`${was ?? "the function's default"}\` to \`${is}\`. ${CONSEQUENCES[is] ?? ""} No rotation starts by this change alone.`,
          resources: [`${stack}: ${address}`],
        },
      ];
    },
  );
}

function strategyOf(attributes: Attributes | undefined): string | undefined {
  const found = asObject(attributes?.tags)[STRATEGY_TAG];
  return typeof found === "string" ? found : undefined;
}
