import type { LocalEngine } from "../../local/mysql/program";
import { count } from "../../local/terminal/quantity";
import { textTable } from "../../local/terminal/text-table";
import { numbers, words } from "../report/table";
import type { SituationFound } from "./run";

/** What was found on one engine. */
export interface EngineFound {
  readonly engine: LocalEngine;
  readonly version: string;
  readonly situations: readonly SituationFound[];
}

const COLUMNS = [
  words("engine"),
  words("situation"),
  ...["seconds", "rotations", "repeated", "stuck", "logins", "refused", "unavailable", "worst ms", "gap ms"].map(
    numbers,
  ),
];

/** One row for each situation, and one reason for each kind of failure. */
export function soakTable(all: readonly EngineFound[]): string {
  const rows = all.flatMap(({ engine, situations }) =>
    situations.map(({ situation, stuck, ...found }) => [
      engine,
      situation.name,
      ...[found.seconds, found.rotations, found.repeated, stuck.length].map(count),
      ...[found.logins, found.refused, found.unavailable, found.worstMs, found.longestGapMs].map(count),
    ]),
  );
  const reasons = all.flatMap(({ engine, situations }) =>
    situations.flatMap(({ situation, reasons }) =>
      reasons.map((reason) => `  ${engine}, ${situation.name}, logins that failed ${reason}`),
    ),
  );
  return [textTable(COLUMNS, rows), ...reasons].join("\n");
}

/** The figures of the parts `soak-mysql` and `soak-mariadb` of docs/proof.md. */
export function soakFigures(all: readonly EngineFound[]): Readonly<Record<string, number>> {
  const found = all.flatMap(({ situations }) => situations);
  const sum = (of: (one: SituationFound) => number): number => found.reduce((total, one) => total + of(one), 0);
  return {
    rotations: sum(({ rotations }) => rotations),
    logins: sum(({ logins }) => logins),
    refused: sum(({ refused }) => refused),
    failedWithoutCause: sum(({ situation, unavailable }) => (situation.losesLogins ? 0 : unavailable)),
    unavailable: sum(({ situation, unavailable }) => (situation.losesLogins ? unavailable : 0)),
    stuck: sum(({ stuck }) => stuck.length),
    longestGapMs: Math.max(...found.map(({ longestGapMs }) => longestGapMs)),
    worstMs: Math.max(...found.map(({ worstMs }) => worstMs)),
  };
}

/** Whether anything was found that must never happen. */
export function isSound(all: readonly EngineFound[]): boolean {
  const { refused, failedWithoutCause, stuck } = soakFigures(all);
  return refused === 0 && failedWithoutCause === 0 && stuck === 0;
}
