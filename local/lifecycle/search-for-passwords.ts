import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import type { LeakCheck } from "../terminal/leak-check";
import type { LifecycleContext } from "./context";
import { PASSWORD_SEARCH, type ScenarioResult } from "./record";

export interface PasswordSearch {
  readonly scenario: ScenarioResult;
  readonly passwords: number;
  readonly searched: number;
}

/**
 * Looks for every password that was ever issued in all that the tools wrote: states and their backups, plans, synthesized stacks, the
 * packaged function, outputs, logs of the tools, of the function and of the local AWS, and the recorded calls. What the local AWS itself
 * keeps is left out: that is where the secrets are.
 */
export function searchForPasswords(
  context: LifecycleContext,
  log: readonly string[],
  leakCheck: LeakCheck,
): PasswordSearch {
  const { clock, gateway, workspace } = context;
  const startMs = clock.nowMs();
  const texts = new Map<string, string>([
    ["the function's log", gateway.functionLogs().join("\n")],
    ["the log of the local AWS", log.join("\n")],
    ["the recorded calls", JSON.stringify(gateway.calls())],
  ]);
  for (const file of filesBelow(workspace.folder)) {
    for (const [name, content] of contents(path.relative(workspace.folder, file), readFileSync(file)))
      texts.set(name, content);
  }
  const checks: string[] = [];
  let outcome: ScenarioResult["outcome"] = { ok: true };
  try {
    for (const [name, text] of texts) leakCheck.check(name, text);
    checks.push(`none of ${leakCheck.size} passwords is in any of ${texts.size} texts and files`);
  } catch (error) {
    outcome = { ok: false, reason: (error as Error).message };
  }
  const durationMs = Math.round(clock.nowMs() - startMs);
  const step = {
    words: "search states, plans, packages, logs and recordings",
    startMs,
    durationMs,
    effect: [],
    checks,
  };
  return {
    passwords: leakCheck.size,
    searched: texts.size,
    scenario: { name: PASSWORD_SEARCH, title: "Search for passwords", startMs, durationMs, outcome, steps: [step] },
  };
}

/** A file as text; of a zip, such as a package or a plan, each of its entries. */
function contents(name: string, bytes: Buffer): (readonly [string, string])[] {
  if (bytes.subarray(0, 4).toString("latin1") !== "PK\u0003\u0004") return [[name, bytes.toString("latin1")]];
  return Object.entries(unzipSync(bytes)).map(([entry, content]) => [
    `${name}/${entry}`,
    Buffer.from(content).toString("latin1"),
  ]);
}

/** Without the provider, which is 700 MB of foreign code. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "providers" ? [] : filesBelow(full);
    return entry.isFile() ? [full] : [];
  });
}
