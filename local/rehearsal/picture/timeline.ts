import { element, text } from "../../terminal/markup";
import { count, counted, spelled } from "../../terminal/quantity";
import { type Metrics, metricsOf } from "../metrics";
import type { RehearsalRecord } from "../record";
import { verdictOf } from "../verdict";
import { closeup, subjectOf } from "./closeup";
import type { LoginPoint } from "./dots";
import { LAYOUT } from "./layout";
import { legend } from "./legend";
import { overview, type Part } from "./overview";
import { roundMoments, timeScale } from "./scale";
import { styleAndPatterns } from "./style";

/**
 * The picture of a rehearsal: one SVG without scripts, fonts or other resources, 1200 pixels wide, legible on light and dark
 * ground. A panel per secret shows users, labels, steps and logins over the whole time; the last one magnifies one rotation.
 */
export function timelineSvg(record: RehearsalRecord): string {
  return timelinePicture(record).svg;
}

/** The SVG, and where each login stands in it, for a page that shows tooltips. */
export interface TimelinePicture {
  readonly svg: string;
  readonly points: readonly LoginPoint[];
}

/** See {@link timelineSvg}. */
export function timelinePicture(record: RehearsalRecord): TimelinePicture {
  const metrics = metricsOf(record);
  const scale = timeScale(0, record.durationMs, LAYOUT.plotLeft, LAYOUT.plotRight);
  const moments = roundMoments(0, record.durationMs, 12);
  const parts: Part[] = [];
  let top = 128;
  for (const secret of record.secrets) {
    const part = overview(secret, top, scale, moments);
    parts.push(part);
    top = part.bottom + 10;
  }
  const axisY = top + 7;
  const axis = moments.map((ms) => text(scale.x(ms), axisY, "small muted mid", `${ms / 1000} s`)).join("");
  const subject = subjectOf(record.secrets);
  const close = subject === undefined ? undefined : closeup(subject, axisY + 20);
  const footerY = (close?.bottom ?? axisY + 10) + 20;
  const height = Math.ceil(footerY + 20);
  const { width, margin } = LAYOUT;
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": title(record, metrics),
    },
    styleAndPatterns(),
    element("rect", { class: "bg", width, height }),
    text(margin, 48, "title", title(record, metrics)),
    text(margin, 74, "subtitle muted", subtitle(record)),
    legend(103),
    ...parts.map((part) => part.markup),
    axis,
    close?.markup ?? "",
    text(margin, footerY, "small muted", footer(record, metrics, parts)),
  );
  return { svg, points: [...parts, ...(close === undefined ? [] : [close])].flatMap((part) => part.points) };
}

/** The result in one sentence: `Six password rotations, 1,234 logins, none failed`. */
export function title(record: RehearsalRecord, metrics: Metrics): string {
  const rotations = metrics.completedRotations + metrics.failedRotations.length;
  const failed = metrics.failedLogins.length;
  const broken = metrics.failedRotations.length === 0 ? "" : ` (${metrics.failedRotations.length} failed)`;
  const logins = `${counted(metrics.logins, "login")}, ${failed === 0 ? "none" : count(failed)} failed`;
  const rest = failed === 0 && broken === "" && !verdictOf(record, metrics).ok ? ", but see the report" : "";
  return `${spelled(rotations)} password rotation${rotations === 1 ? "" : "s"}${broken}, ${logins}${rest}`;
}

function subtitle(record: RehearsalRecord): string {
  const clients = record.secrets.reduce((sum, secret) => sum + secret.clients.length, 0);
  const seconds = (record.durationMs / 1000).toFixed(1);
  return `${counted(clients, "client")} logged in to MySQL ${record.mysql.version} over verified TLS for ${seconds} s, while ${counted(record.secrets.length, "secret")} rotated under them`;
}

function footer(record: RehearsalRecord, metrics: Metrics, parts: readonly Part[]): string {
  const drawn = parts.reduce((sum, part) => sum + part.points.length, 0);
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  const thinned = drawn === total ? "" : ` · ${count(drawn)} of ${count(total)} successful logins drawn`;
  const { apiCallsPerRotation: calls, loginsPerRotation: logins, failedLoginsByFunction: failed } = metrics;
  const cost = `per rotation the function made at most ${Math.max(calls.first, calls.later)} API calls and ${Math.max(logins.first, logins.later)} logins, ${failed === 0 ? "none" : count(failed)} of them failing`;
  return `${record.startedAt.slice(0, 10)} · ${cost}${thinned}`;
}
