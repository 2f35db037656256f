import type { ChildProcess } from "node:child_process";

/**
 * Says whether a child keeps this process alive: an idle one must not, one that is at work or being stopped must. That the child ends
 * with this process is the child's own part: each has a channel to us that the system closes however we die (host.cjs: the IPC channel;
 * server.py and guardian.cjs: the standard input).
 */
export function holdParent(child: ChildProcess, isHeld: boolean): void {
  for (const handle of [child, child.channel, child.stdin, child.stdout, child.stderr]) {
    const change: unknown = handle == null ? undefined : Reflect.get(handle, isHeld ? "ref" : "unref");
    if (typeof change === "function") change.call(handle);
  }
}
