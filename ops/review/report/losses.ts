import { differences } from "../attributes/difference";
import { differenceText } from "../attributes/value-text";
import type { ResourceChange, Review } from "../model/change";
import { changesIn } from "../model/change";
import { isLoss } from "../model/counts";
import type { Section } from "./section";

/** Resources that go first in the list: what cannot be made again. */
const IRREPLACEABLE = ["aws_db_instance", "aws_kms_key", "aws_secretsmanager_secret", "aws_kms_alias"];

/** What is destroyed or replaced, and the attribute that causes it. First in the report, whatever else happens. */
export function losses(review: Review): readonly Section[] {
  const lost = changesIn(review).filter(isLoss);
  if (lost.length === 0) return [];
  const rank = ({ type }: ResourceChange): number => (IRREPLACEABLE.includes(type) ? IRREPLACEABLE.indexOf(type) : 99);
  return [
    {
      title: `## ⛔ ${lost.length === 1 ? "One resource is" : `${lost.length} resources are`} destroyed or replaced`,
      head: [],
      items: [...lost].sort((one, other) => rank(one) - rank(other)).map(line),
      what: "resources that are destroyed or replaced",
    },
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
