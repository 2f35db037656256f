import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Node on this machine. */
export interface NodeProgram {
  readonly command: string;
  /** `22.11.0` */
  readonly version: string;
}

/** The Nodes of this machine: the one that runs this, and all on the PATH. */
export function nodesHere(path = process.env.PATH ?? ""): readonly NodeProgram[] {
  const own = { command: process.execPath, version: process.versions.node };
  const others = path
    .split(delimiter)
    .map((folder) => join(folder, process.platform === "win32" ? "node.exe" : "node"))
    .filter((command) => command !== own.command && existsSync(command))
    .flatMap((command) => {
      const answer = spawnSync(command, ["--version"], { encoding: "utf8", timeout: 5_000 });
      const version = /^v(\d+\.\d+\.\d+)/.exec(answer.stdout ?? "")?.[1];
      return version === undefined ? [] : [{ command, version }];
    });
  return [own, ...others];
}

/** Of these the one whose major version is nearest to a runtime such as `nodejs22.x`; the newer of two that are as near. */
export function nearestNode(runtime: string, nodes: readonly NodeProgram[]): NodeProgram {
  const wanted = Number(/^nodejs(\d+)\.x$/.exec(runtime)?.[1] ?? Number.NaN);
  const far = ({ version }: NodeProgram): number => Math.abs(major(version) - wanted);
  const [first, ...rest] = nodes;
  if (first === undefined) throw new Error("no Node was given to choose from");
  return rest.reduce((best, node) => {
    const isNearer = far(node) < far(best) || (far(node) === far(best) && major(node.version) > major(best.version));
    return isNearer ? node : best;
  }, first);
}

const major = (version: string): number => Number(version.split(".")[0]);
