import { differences } from "../attributes/difference";
import { differenceText } from "../attributes/value-text";
import type { ResourceChange, Review } from "../model/change";
import { changesIn } from "../model/change";
import { isLoss } from "../model/counts";
import type { Section } from "./section";

/** Resources that go first in the list: what cannot be made again. */
const IRREPLACEABLE = ["aws_db_instance", "aws_kms_key", "aws_secretsmanager_secret", "aws_kms_alias"];

/** So many lines are a third of a screen. Those after them are folded, so that what the losses mean is not pushed out of sight. */
const MAX_OPEN = 12;
/** A fold for fewer is longer than they are. */
const MIN_FOLDED = 4;

/**
 * What is destroyed or replaced, and the attribute that causes it. First in the report, whatever else happens: what cannot be made again,
 * then what is replaced, each of them in sight.
 */
export function losses(review: Review): readonly Section[] {
  const lost = changesIn(review).filter(isLoss);
  if (lost.length === 0) return [];
  const rank = ({ type, action }: ResourceChange): number =>
    IRREPLACEABLE.includes(type) ? IRREPLACEABLE.indexOf(type) : action === "replace" ? 98 : 99;
  const sorted = [...lost].sort((one, other) => rank(one) - rank(other));
  const serious = sorted.filter((change) => rank(change) < 99).length;
  const open = Math.max(MAX_OPEN, serious);
  const folded = lost.length - open < MIN_FOLDED ? [] : sorted.slice(open);
  const what = "resources that are destroyed or replaced";
  return [
    {
      title: `## ⛔ ${lost.length === 1 ? "One resource is" : `${lost.length} resources are`} destroyed or replaced`,
      head: [],
      items: sorted.slice(0, lost.length - folded.length).map(line),
      what,
    },
    ...(folded.length === 0
      ? []
      : [{ head: [], items: folded.map(line), fold: `${folded.length} more that are destroyed`, what }]),
  ];
}

function line(change: ResourceChange): string {
  const { stack, address, action, replacedBecause } = change;
  const what = `\`${address}\` in \`${stack}\``;
  if (action === "delete") return `- **destroyed**: ${what}`;
  const causes = replacedBecause.map((path) => {
    const [argument = path] = path.split(/[.[]/);
    const found = differences(change.before?.[argument], change.after?.[argument], argument);
    return found[0] === undefined ? `\`${path}\`` : differenceText(found[0]);
  });
  const because = causes.length === 0 ? "its dependencies or a forced replacement" : causes.join("; ");
  return `- **replaced**: ${what}, because of ${because}`;
}
