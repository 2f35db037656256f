import type { AccessChange } from "../access/access-changes";
import type { Section } from "./section";

/** Who gains or loses access to what, as a table. */
export function accessTable(changes: readonly AccessChange[], isFirst: boolean): readonly Section[] {
  if (changes.length === 0) return [];
  return [
    {
      title: "## Who gains or loses access",
      ...(isFirst ? { fold: `${changes.length} grants of a first deployment` } : {}),
      head: ["| | who | to what | actions | only if |", "|---|---|---|---|---|"],
      items: changes.map(
        ({ change, who, what, actions, condition }) =>
          `| ${change === "gains" || change === "is no longer denied" ? `**${change}**` : change} | ${cell(who)} | ${cell(what)} | ${actions.map((action) => `\`${action}\``).join(" ")} | ${cell(condition)} |`,
      ),
      what: "changes of access",
      isTable: true,
    },
  ];
}

const MAX_CHARACTERS = 160;

function cell(text: string): string {
  const line = text.replaceAll("|", "¦").replace(/\$\{([^}]*)\}/g, "$1");
  return line.length <= MAX_CHARACTERS ? line : `${line.slice(0, MAX_CHARACTERS)}…`;
}
