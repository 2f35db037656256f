import type { Action, ResourceChange, Review, StackReview } from "../model/change";
import { countsOf, countsText, isCall } from "../model/counts";

const WIDTH = 920;
const MARGIN = 20;
const BOX = { width: 278, height: 30, gap: 8 } as const;
const PER_ROW = Math.floor((WIDTH - 2 * MARGIN - 2 * 14 + BOX.gap) / (BOX.width + BOX.gap));

/** Boxes in one stack; more than that are counted in one box a kind. */
const MAX_BOXES = 40;

const COLOURS: Readonly<
  Record<Action | "call", { readonly fill: string; readonly line: string; readonly sign: string }>
> = {
  create: { fill: "#dafbe1", line: "#1a7f37", sign: "+" },
  update: { fill: "#fff8c5", line: "#9a6700", sign: "~" },
  replace: { fill: "#ffd8d3", line: "#cf222e", sign: "±" },
  delete: { fill: "#ffebe9", line: "#cf222e", sign: "−" },
  forget: { fill: "#f6f8fa", line: "#57606a", sign: "." },
  call: { fill: "#ddf4ff", line: "#0969da", sign: "↻" },
  none: { fill: "#f6f8fa", line: "#d0d7de", sign: "" },
};

const LEGEND = [
  ["create", "created"],
  ["update", "changed"],
  ["replace", "replaced"],
  ["delete", "destroyed"],
  ["call", "called again"],
] as const;

/** The environment as boxes, one a resource that changes, grouped by stack; with colours that also differ in their signs. */
export function picture(review: Review): string {
  let y = 74;
  const stacks = review.stacks.map((stack) => {
    const drawn = stackBox(stack, y);
    y += drawn.height + 14;
    return drawn.markup;
  });
  const height = y + 6;
  const legend = LEGEND.map(([kind, word], index) => {
    const x = MARGIN + index * 130;
    const { fill, line, sign } = COLOURS[kind];
    return `<rect x="${x}" y="42" width="16" height="16" rx="3" fill="${fill}" stroke="${line}"/>${text(x + 8, 54, sign, 'text-anchor="middle" font-weight="700"')}${text(x + 24, 54, word)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(`What changes in ${review.environment}`)}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>What changes in ${escaped(review.environment)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(MARGIN, 28, `What changes in ${review.environment}`, 'font-size="17" font-weight="700"'),
    ...legend,
    ...stacks,
    "</svg>",
    "",
  ].join("\n");
}

function stackBox(stack: StackReview, top: number): { readonly markup: string; readonly height: number } {
  const boxes = boxesOf(stack);
  const rows = Math.ceil(boxes.length / PER_ROW);
  const height = 34 + rows * (BOX.height + BOX.gap) + (rows > 0 ? 6 : 0);
  const outline = stack.kind === "planned" ? "" : ' stroke-dasharray="5 4"';
  const drawn = boxes.map(({ kind, label }, index) => {
    const x = MARGIN + 14 + (index % PER_ROW) * (BOX.width + BOX.gap);
    const y = top + 32 + Math.floor(index / PER_ROW) * (BOX.height + BOX.gap);
    const { fill, line, sign } = COLOURS[kind];
    return `<g><title>${escaped(label)}</title><rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="5" fill="${fill}" stroke="${line}"/>${text(x + 12, y + 19, sign, 'text-anchor="middle" font-weight="700"')}${text(x + 24, y + 19, shortened(label, 34))}</g>`;
  });
  const markup = [
    `<rect x="${MARGIN}" y="${top}" width="${WIDTH - 2 * MARGIN}" height="${height}" rx="8" fill="none" stroke="#8c959f"${outline}/>`,
    text(MARGIN + 14, top + 21, stack.id, 'font-weight="700"'),
    text(WIDTH - MARGIN - 14, top + 21, stateText(stack), 'text-anchor="end" fill="#57606a"'),
    ...drawn,
  ].join("\n");
  return { markup, height };
}

type Box = { readonly kind: Action | "call"; readonly label: string };

function boxesOf({ changes }: StackReview): readonly Box[] {
  const shown = changes.filter(({ action }) => action !== "none");
  const kindOf = (change: ResourceChange): Box["kind"] =>
    isCall(change) && change.action !== "create" ? "call" : change.action;
  if (shown.length <= MAX_BOXES) return shown.map((change) => ({ kind: kindOf(change), label: labelOf(change) }));
  const groups = new Map<string, ResourceChange[]>();
  for (const change of shown) {
    const key = `${kindOf(change)} ${change.type}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        kind: kindOf(first),
        label: group.length === 1 ? labelOf(first) : `${group.length} × ${shortType(first.type)}`,
      },
    ];
  });
}

function stateText(stack: StackReview): string {
  if (stack.kind === "failed") return "could not be planned";
  const counts = countsText(countsOf(stack.changes));
  if (stack.kind === "waiting") return `after ${stack.upstream}: ${counts}`;
  const later = stack.outdatedBy.length > 0 ? ` (review again after ${stack.outdatedBy.join(", ")})` : "";
  return `${counts === "" ? "nothing to do" : counts}${later}`;
}

function labelOf({ type, name }: ResourceChange): string {
  return `${shortType(type)} ${name}`;
}

function shortType(type: string): string {
  return type.replace(/^aws_(vpc_|secretsmanager_|cloudwatch_)?/, "").replaceAll("_", " ");
}

function shortened(label: string, max: number): string {
  return label.length <= max ? label : `${label.slice(0, max - 1)}…`;
}

function text(x: number, y: number, content: string, attributes = ""): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
