import { type CostedStack, costLines } from "../../cost/cost-lines";
import { PRICED_REGION, PRICES_AS_OF } from "../../cost/prices";
import type { Attributes, Review } from "../model/change";
import type { Section } from "./section";

/** Below this, the change of a month's price is not worth a line. */
const MIN_USD = 0.005;

/** The dearest differences; the others stand in one line. */
const MAX_LINES = 10;

/** What the change adds to the price of a month, by resource. None where nothing changes in it. What depends on use is not in it. */
export function costDifference(review: Review, region: string): readonly Section[] {
  const [before, after] = (["before", "after"] as const).map((side) => costLines(region, costed(review, side)));
  const differences = new Map<string, { usd: number; isEstimate: boolean; what: string }>();
  const add = (lines: ReturnType<typeof costLines>, sign: number): void => {
    for (const { stack, address, what, usd = 0, isEstimate } of lines) {
      const key = `\`${address}\` in \`${stack}\``;
      const found = differences.get(key) ?? { usd: 0, isEstimate: false, what: "" };
      differences.set(key, { usd: found.usd + sign * usd, isEstimate: found.isEstimate || isEstimate, what });
    }
  };
  add(before ?? [], -1);
  add(after ?? [], 1);
  const changed = [...differences].filter(([, { usd }]) => Math.abs(usd) >= MIN_USD);
  if (changed.length === 0) return [];
  const total = changed.reduce((sum, [, { usd }]) => sum + usd, 0);
  const isEstimate = changed.some(([, difference]) => difference.isEstimate);
  const sorted = changed.sort(([, one], [, other]) => Math.abs(other.usd) - Math.abs(one.usd));
  const shown = sorted.length > MAX_LINES ? sorted.slice(0, MAX_LINES - 1) : sorted;
  const others = sorted.slice(shown.length).map(([, difference]) => difference);
  const rest =
    others.length === 0
      ? []
      : [
          `- ${signed(
            others.reduce((sum, { usd }) => sum + usd, 0),
            isEstimate,
          )}: ${others.length} more`,
        ];
  return [
    {
      title: "## Cost",
      head: [
        `**${signed(total, isEstimate)} USD a month** by what exists (list prices of ${PRICES_AS_OF}${isEstimate ? `, ~ estimated from ${PRICED_REGION}` : ""}; use is not in it).`,
        "",
      ],
      items: [...shown.map(([where, { usd, isEstimate: isRough }]) => `- ${signed(usd, isRough)}: ${where}`), ...rest],
      what: "resources",
    },
  ];
}

/** One side of the review's changes. Unchanged resources stand on both sides and cancel out. */
function costed(review: Review, side: "before" | "after"): readonly CostedStack[] {
  return review.stacks.map(({ id, changes }) => {
    const there = changes.flatMap((change) => {
      const attributes: Attributes | undefined = change[side];
      return attributes === undefined ? [] : [{ address: change.address, type: change.type, attributes }];
    });
    return { id, resources: new Map(there.map((resource) => [resource.address, resource])) };
  });
}

function signed(usd: number, isEstimate: boolean): string {
  return `${isEstimate ? "~" : ""}${usd < 0 ? "−" : "+"}${Math.abs(usd).toFixed(2)}`;
}
