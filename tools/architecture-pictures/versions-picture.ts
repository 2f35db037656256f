import { element, text, tip } from "../../local/terminal/markup";
import { STEPS } from "../../rotation-fn/ports/rotation-steps";
import { alternateUsername } from "../../rotation-fn/strategies/user-pair";
import { svg } from "./drawing";
import { effectsOf } from "./rotation-picture";

const ROTATIONS = 3;
const [LEFT, TOP, COLUMN, ROW] = [96, 64, 84, 66];

interface Version {
  readonly number: number;
  readonly user: string;
  /** After how many rotations it becomes AWSCURRENT, then AWSPREVIOUS, and loses its last label. */
  readonly currentAt: number;
  readonly previousAt: number;
  readonly endAt: number;
}

/** The versions of an app secret with two users, their labels, and how long each password works, over three rotations. */
export function versionsPicture(): string {
  requireOrder();
  const versions = Array.from({ length: ROTATIONS + 1 }, (_, number) => versionOf(number));
  const end = ROTATIONS + 1;
  const x = (moment: number): number => LEFT + Math.min(moment, end) * COLUMN;
  const moments = Array.from({ length: ROTATIONS }, (_, index) => index + 1);
  const lines = moments.flatMap((moment) => [
    element("path", { d: `M${x(moment)} ${TOP - 14}L${x(moment)} ${TOP + versions.length * ROW - 8}`, class: "life" }),
    text(x(moment), TOP - 22, "muted mid", `rotation ${moment}`),
  ]);
  const rows = versions.flatMap((version) => {
    const y = TOP + version.number * ROW;
    const bar = (label: string, from: number, to: number, className: string): string =>
      from >= end || to <= from
        ? ""
        : element(
            "rect",
            { x: x(from), y: y + 12, width: x(to) - x(from), height: 20, class: className },
            tip(`version ${version.number + 1}, user ${version.user}: ${label}`),
          ) + text(x(from) + 1, y + 8, label === "AWSCURRENT" ? "strong" : "muted", label.replace("AWS", ""));
    return [
      text(10, y + 20, "strong", `version ${version.number + 1}`),
      text(10, y + 37, "muted", version.user),
      bar("AWSCURRENT", version.currentAt, version.previousAt, "bar"),
      bar("AWSPREVIOUS", version.previousAt, version.endAt, "pale"),
    ];
  });
  const said = versions.map(
    ({ number, user }) =>
      `Version ${number + 1}, user ${user}: current from ${number === 0 ? "the start" : `rotation ${number}`} to rotation ${number + 1}, previous and still working until rotation ${number + 2}`,
  );
  const bottom = TOP + versions.length * ROW + 6;
  return svg(bottom + 44, "Versions, labels and users over time", `${said.join(". ")}.`, [
    text(10, 20, "strong", "alternating-users: which password works, and its label"),
    ...lines,
    ...rows,
    text(10, bottom + 8, "muted", "Full: AWSCURRENT. Pale: AWSPREVIOUS, which still logs in."),
    text(10, bottom + 26, "muted", "AWSPENDING lasts for the seconds of one rotation."),
  ]);
}

/** A rotation stores AWSPENDING before anything else and moves AWSCURRENT last; otherwise this picture would be wrong. */
function requireOrder(): void {
  const words = STEPS.flatMap((step) => effectsOf(step).map((effect) => effect.words)).filter(
    (one) => !one.startsWith("read"),
  );
  if (words[0] !== "store AWSPENDING" || words.at(-1) !== "move AWSCURRENT")
    throw new Error(`a rotation has another order than the picture: ${words.join(", ")}`);
}

function versionOf(number: number): Version {
  let user = "shop";
  for (let turn = 0; turn < number; turn += 1) user = alternateUsername(user);
  return { number, user, currentAt: number, previousAt: number + 1, endAt: number + 2 };
}
