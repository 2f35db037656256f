import type { LoginRecord } from "../../load/login-record";
import { element, tenth, text, tip } from "../../terminal/markup";
import { duration } from "../../terminal/quantity";
import { replacedForMs } from "../labels";
import type { SecretRecord } from "../record";
import { labelLanes } from "./label-lanes";
import { type Lane, middle, type SecretLanes } from "./layout";
import type { TimeScale } from "./scale";
import { userClass } from "./style";

interface Dot {
  readonly x: number;
  readonly y: number;
  /** Drawn hollow: the credential was not AWSCURRENT any more. */
  readonly replaced: boolean;
}

/** Where a login was drawn, with what a tooltip says about it. */
export interface LoginPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Dots drawn, and how many there were, so that the picture can say when it leaves some out. */
export interface DrawnDots {
  readonly markup: string;
  readonly points: readonly LoginPoint[];
  readonly total: number;
}

/**
 * The successful logins of one client as dots: colour by user, hollow when the credential had been replaced. Dots closer than
 * `minimumGap` pixels to the last one of the same kind are left out. Failed logins are never left out; see {@link failures}.
 */
export function clientDots(
  secret: SecretRecord,
  client: string,
  lane: Lane,
  scale: TimeScale,
  minimumGap: number,
): DrawnDots {
  const all = loginsWithin(secret, client, scale).filter((login) => login.outcome.ok);
  const rows = labelLanes(secret);
  const groups = new Map<string, Dot[]>();
  const points: LoginPoint[] = [];
  for (const login of all) {
    const replaced = replacedForMs(secret.labels, login.versionId, login.atMs) > 0;
    const key = `${userClass(rows.indexOf(login))} ${replaced ? "hollow" : "full"}`;
    const group = groups.get(key) ?? [];
    const x = scale.x(login.atMs);
    if (x - (group.at(-1)?.x ?? Number.NEGATIVE_INFINITY) < minimumGap) continue;
    const y = middle(lane) + spread(points.length, lane);
    group.push({ x, y, replaced });
    groups.set(key, group);
    points.push({ x, y, text: loginText(login, replaced) });
  }
  const markup = [...groups.entries()].map(([key, dots]) => dotPaths(key.split(" ")[0] ?? "u0", dots)).join("");
  return { markup, points, total: all.length };
}

/** Two failures nearer than this share one line, and there is no room for a word between them. */
const FAILURE_WIDTH = 72;

/** Every failed login as a cross on the client's lane; the first of a row with a line through all lanes, a lone one with a word. */
export function failures(secret: SecretRecord, lanes: SecretLanes, scale: TimeScale): string {
  return [...lanes.clients]
    .flatMap(([client, lane]) => {
      const failed = loginsWithin(secret, client, scale).filter((login) => !login.outcome.ok);
      const places = failed.map((login) => scale.x(login.atMs));
      let linedUntil = Number.NEGATIVE_INFINITY;
      return failed.map((login, index) => {
        const x = scale.x(login.atMs);
        const isLined = x >= linedUntil;
        if (isLined) linedUntil = x + FAILURE_WIDTH;
        const isLone = places.every((place, other) => other === index || Math.abs(place - x) >= FAILURE_WIDTH);
        const line = isLined ? failureLine(x, lanes) : "";
        return element(
          "g",
          {},
          tip(failureText(login)),
          line,
          isLone ? failureWord(x, lane, scale) : "",
          cross(x, lane),
        );
      });
    })
    .join("");
}

function failureText({ atMs, client, username, outcome }: LoginRecord): string {
  const reason = outcome.ok ? "" : outcome.reason;
  return `${(atMs / 1000).toFixed(2)} s: ${client} failed to log in as ${username}: ${reason}`;
}

function failureLine(x: number, lanes: SecretLanes): string {
  return element("path", { class: "fail-line", d: `M${tenth(x)} ${tenth(lanes.top)}V${tenth(lanes.bottom)}` });
}

function failureWord(x: number, lane: Lane, scale: TimeScale): string {
  const anchor = x > scale.right - 60 ? { "text-anchor": "end", dx: -10 } : { dx: 10 };
  return text(x, middle(lane) + 4, "fail-text halo", "FAILED", anchor);
}

function cross(x: number, lane: Lane): string {
  const r = 6;
  const d = `M${tenth(x - r)} ${tenth(middle(lane) - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`;
  return element("path", { class: "cross", d });
}

function loginText(login: LoginRecord, replaced: boolean): string {
  const label = replaced ? "a credential that had been replaced" : "the current credential";
  return `${(login.atMs / 1000).toFixed(2)} s: ${login.client} logged in as ${login.username} with ${label}, ${duration(login.durationMs)}`;
}

function loginsWithin(secret: SecretRecord, client: string, scale: TimeScale): LoginRecord[] {
  return secret.logins
    .filter((login) => login.client === client && login.atMs >= scale.fromMs && login.atMs <= scale.toMs)
    .sort((one, other) => one.atMs - other.atMs);
}

/** A dot is a line of no length with round ends: a tenth of the bytes of a circle each. */
function dotPaths(colour: string, dots: readonly Dot[]): string {
  const d = dots.map(({ x, y }) => `M${tenth(x)} ${tenth(y)}h.01`).join("");
  const hollow = dots.some(({ replaced }) => replaced);
  return element("path", { class: `dot ${colour}`, d }) + (hollow ? element("path", { class: "hole", d }) : "");
}

/** Spreads neighbours over the height of a lane, in a fixed pattern, so that a dense lane shows every login. */
function spread(index: number, lane: Lane): number {
  const pattern = [0, -2, 1, 2, -1, 1, -2, 2, -1];
  return ((pattern[index % pattern.length] ?? 0) * (lane.height - 10)) / 4;
}
