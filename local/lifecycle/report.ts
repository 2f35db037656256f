import { count, counted, duration } from "../terminal/quantity";
import { textTable } from "../terminal/text-table";
import { type LifecycleResult, PASSWORD_SEARCH, type ScenarioResult } from "./record";
import { lifecycleProblems } from "./verdict";

/** What a person reads after a lifecycle run: a line for each scenario, what its plans did, what the clients saw, and the verdict. */
export function lifecycleReport(record: LifecycleResult): string {
  const { versions, clients, scenarios } = record;
  const table = textTable(
    [
      { title: "scenario", align: "left" },
      { title: "time", align: "right" },
      { title: "plans' effect", align: "left" },
      { title: "checks", align: "right" },
      { title: "", align: "left" },
    ],
    scenarios.map((scenario) => [
      scenario.title,
      duration(scenario.durationMs),
      effectSummary(scenario),
      String(scenario.steps.reduce((sum, { checks }) => sum + checks.length, 0)),
      scenario.outcome.ok ? "✔" : "✖",
    ]),
  );
  const succeeded = clients.rotations.filter(({ ok }) => ok).length;
  const problems = lifecycleProblems(record);
  const isLeaked = scenarios.some(({ name, outcome }) => name === PASSWORD_SEARCH && !outcome.ok);
  return [
    lifecycleTitle(record),
    `Terraform ${versions.terraform}, AWS provider ${versions.provider}, MySQL ${versions.mysql}`,
    "",
    table,
    "",
    `Clients     ${counted(clients.logins, "login")}, ${count(clients.failures.length)} failed`,
    ...clients.pauses.map(
      ({ secrets, reason, fromMs, toMs }) =>
        `            none for ${duration(toMs - fromMs)} with ${secrets.join(", ")}: ${reason}`,
    ),
    `Rotations   ${succeeded} succeeded, ${clients.rotations.length - succeeded} failed as they should`,
    `Passwords   ${count(record.passwords)} issued, ${isLeaked ? "and found where they must not be" : "found in nothing that was written"}`,
    `Calls       ${count(record.calls)} answered by the local AWS`,
    "",
    problems.length === 0 ? "All checks passed." : problems.map((problem) => `✖ ${problem}`).join("\n"),
  ].join("\n");
}

/** Over report and page. */
export function lifecycleTitle({ environments, durationMs }: LifecycleResult): string {
  const whose = environments === 1 ? "an environment" : `${environments} environments, side by side`;
  return `The lifecycle of ${whose}: ${duration(durationMs)}`;
}

/** `3 created, 2 updated`; of all plans of a scenario. */
export function effectSummary({ steps }: ScenarioResult): string {
  const lines = steps.flatMap(({ effect }) => effect);
  const kinds = [
    ["+ ", "created"],
    ["~ ", "updated"],
    ["-/+ ", "replaced"],
    ["- ", "deleted"],
  ] as const;
  const parts = kinds.flatMap(([sign, word]) => {
    const number = lines.filter((line) => line.startsWith(sign)).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  return parts.join(", ");
}
