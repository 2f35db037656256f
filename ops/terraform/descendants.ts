import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A process that another one started, itself or through others. */
export interface Descendant {
  readonly pid: number;
  readonly program: string;
}

interface Process extends Descendant {
  readonly parent: number;
}

/** The processes below one that run at this moment, whatever groups and sessions they are in; none when it has ended itself. */
export function descendantsOf(pid: number): readonly Descendant[] {
  const all = process.platform === "linux" ? processesByProc() : processesByPs();
  const below = (parent: number): readonly Descendant[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid).map(({ pid: found, program }) => ({ pid: found, program }));
}

function processesByProc(): readonly Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // pid (program) state parent …; the program's name may hold brackets and spaces.
        const [, program = "", rest = ""] = /\((.*)\) (.*)$/s.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
        const [state, parent] = rest.split(" ");
        return state === "Z" ? [] : [{ pid: Number(name), parent: Number(parent), program }];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}

function processesByPs(): readonly Process[] {
  const answer = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,comm="], { encoding: "utf8" });
  return answer.split("\n").flatMap((line) => {
    const [, pid, parent, state, program] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (program === undefined || state?.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), program: path.basename(program) }];
  });
}
