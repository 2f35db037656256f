import type { Finding } from "../program";
import { programFiles } from "./program-files";
import type { MysqlSource } from "./source";

/** A server that is installed. The first usable one is taken; `check` says what a program is, or why it is passed over. */
export const serverOnPath = (
  name: string,
  usualFolders: readonly string[],
  check: (command: string, source: string, environment: NodeJS.ProcessEnv) => Promise<Finding>,
): MysqlSource => ({
  title: `${name} on the PATH`,
  findLocal: async (environment): Promise<Finding> => {
    const passedOver: string[] = [];
    for (const command of programFiles(name, environment, usualFolders)) {
      const finding = await check(command, `${name} on the PATH (${command})`, environment);
      if ("program" in finding) return finding;
      passedOver.push(finding.missing);
    }
    return { missing: passedOver.length > 0 ? passedOver.join("; ") : `no ${name} there` };
  },
});
