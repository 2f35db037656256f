import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { REPOSITORY } from "../../support/temporary-folder";

const MAX_MS = 240_000;

/** The short form of `npm run soak`. It must not overwrite the figures of a long one. */
it.each(["mysql", "mariadb"])(
  "%s: secrets rotate under load, a throttled Secrets Manager, a storm of connections and a restart, and no credential is refused",
  async (engine) => {
    const sizes = ["--rotations", "20", "--secrets", "4", "--clients", "10", "--logins", "300", "--minutes", "1"];
    const args = ["--import", "tsx", path.join("bench", "soak.ts"), "--engine", engine, ...sizes];
    const env = { ...process.env, PROOF: "" };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY, env, timeout: MAX_MS });
    process.stderr.write(stdout);
    for (const situation of ["steady", "slow", "throttled", "storm", "restarts"]) expect(stdout).toContain(situation);
  },
  MAX_MS,
);
