import { element, text } from "../../terminal/markup";
import type { SecretRecord } from "../record";
import { behaviourText } from "../report";
import { clientDots, type DrawnDots, failures, type LoginPoint } from "./dots";
import { labelBars } from "./label-bars";
import { labelLanes } from "./label-lanes";
import { LAYOUT, middle, type SecretLanes, secretLanes } from "./layout";
import type { TimeScale } from "./scale";
import { rotationBands, stepBars } from "./step-bars";
import { userClass } from "./style";

/** A part of the picture, where it ends, and the logins drawn in it. */
export interface Part {
  readonly markup: string;
  readonly bottom: number;
  readonly points: readonly LoginPoint[];
  /** Logins that there were; those left out of `points` are not drawn. */
  readonly total: number;
}

const HEADING_HEIGHT = 44;
const PADDING = 12;

/** Everything that happened to one secret, over the whole time. */
export function overview(secret: SecretRecord, top: number, scale: TimeScale, moments: readonly number[]): Part {
  const clients = secret.clients.map(({ name }) => name);
  const lanes = secretLanes(labelLanes(secret).names, clients, top + HEADING_HEIGHT + 14);
  const bottom = lanes.bottom + PADDING;
  const { markup, points, total } = lanesMarkup(secret, lanes, scale, { minimumGap: 3.2 });
  const rights = `${secret.strategy} · ${secret.privileges.join(", ")} on ${secret.database}.*`;
  const parts = [
    panel(top, bottom),
    text(LAYOUT.margin + 14, top + 25, "heading", secret.name),
    text(LAYOUT.plotLeft, top + 25, "muted", rights),
    grid(scale, moments, lanes.top - 4, bottom),
    laneNames(secret, lanes),
    markup,
  ];
  return { markup: parts.join(""), bottom, points, total };
}

/** The bars, dots and crosses of one secret on any scale. */
export function lanesMarkup(
  secret: SecretRecord,
  lanes: SecretLanes,
  scale: TimeScale,
  detail: { readonly minimumGap: number; readonly underBars?: string },
): DrawnDots {
  const dots = [...lanes.clients].map(([client, lane]) => clientDots(secret, client, lane, scale, detail.minimumGap));
  const markup = [
    rotationBands(secret, lanes, scale),
    detail.underBars ?? "",
    labelBars(secret, lanes, scale),
    stepBars(secret, lanes.steps, scale),
    ...dots.map((one) => one.markup),
    failures(secret, lanes, scale),
  ].join("");
  return {
    markup,
    points: dots.flatMap((one) => one.points),
    total: dots.reduce((total, one) => total + one.total, 0),
  };
}

/** What each lane shows, written left of it. */
export function laneNames(secret: SecretRecord, lanes: SecretLanes): string {
  const left = LAYOUT.margin + 14;
  const users = [...lanes.users].map(([user, lane], index) => {
    const key = element("rect", {
      class: `${userClass(index)} key`,
      x: left,
      y: middle(lane) - 5,
      width: 10,
      height: 10,
      rx: 2,
    });
    return key + text(left + 17, middle(lane) + 4, "strong", user);
  });
  const clients = secret.clients.map(({ name, behaviour }) => {
    const lane = lanes.clients.get(name);
    if (lane === undefined) return "";
    const y = middle(lane) + 4;
    return text(left, y, "", name) + text(LAYOUT.plotLeft - 14, y, "small muted end", behaviourText(behaviour));
  });
  return [...users, text(left, lanes.steps.top + 14, "muted", "steps of the function"), ...clients].join("");
}

/** The rounded ground under a group of lanes. */
export function panel(top: number, bottom: number): string {
  const { margin, width } = LAYOUT;
  return element("rect", { class: "panel", x: margin, y: top, width: width - 2 * margin, height: bottom - top, rx: 8 });
}

/** Vertical lines at round moments. */
export function grid(scale: TimeScale, moments: readonly number[], top: number, bottom: number): string {
  const lines = moments.map((ms) =>
    element("line", { class: "grid", x1: scale.x(ms), x2: scale.x(ms), y1: top, y2: bottom }),
  );
  return lines.join("");
}
