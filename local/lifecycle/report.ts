import { count, counted, duration } from "../terminal/quantity";
import { textTable } from "../terminal/text-table";
import { type LifeRecord, PASSWORD_SEARCH, type SceneRecord } from "./record";
import { lifeProblems } from "./verdict";

/** What a person reads after a life: a line for each scene, what its plans did, what the clients saw, and the verdict. */
export function lifeReport(record: LifeRecord): string {
  const { versions, clients, scenes } = record;
  const table = textTable(
    [
      { title: "scene", align: "left" },
      { title: "time", align: "right" },
      { title: "plans' effect", align: "left" },
      { title: "checks", align: "right" },
      { title: "", align: "left" },
    ],
    scenes.map((scene) => [
      scene.title,
      duration(scene.durationMs),
      effectSummary(scene),
      String(scene.acts.reduce((sum, { facts }) => sum + facts.length, 0)),
      scene.outcome.ok ? "✔" : "✖",
    ]),
  );
  const succeeded = clients.rotations.filter(({ ok }) => ok).length;
  const problems = lifeProblems(record);
  const isLeaked = scenes.some(({ name, outcome }) => name === PASSWORD_SEARCH && !outcome.ok);
  return [
    `The life of an environment: ${duration(record.durationMs)}`,
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
    problems.length === 0 ? "Everything held." : problems.map((problem) => `✖ ${problem}`).join("\n"),
  ].join("\n");
}

/** `3 created, 2 updated`; of all plans of a scene. */
export function effectSummary({ acts }: SceneRecord): string {
  const lines = acts.flatMap(({ effect }) => effect);
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
