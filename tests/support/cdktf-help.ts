import { spawnSync } from "node:child_process";
import path from "node:path";

const CLI = path.join(__dirname, "..", "..", "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
const pages = new Map<string, string>();

/** Whether `cdktf --help` lists a command, or names it as an alias of one. */
export function isCdktfCommand(verb: string): boolean {
  return new RegExp(`^ *cdktf ${verb}\\b|aliases: .*\\b${verb}\\b`, "m").test(cdktfHelp([]));
}

/** What `cdktf <words> --help` prints. It is asked for once: each start of the CLI takes a second. */
export function cdktfHelp(words: readonly string[]): string {
  const key = words.join(" ");
  const present = pages.get(key);
  if (present !== undefined) return present;
  const { TF_CLI_CONFIG_FILE: _, ...environment } = process.env;
  const { stdout } = spawnSync(process.execPath, [CLI, ...words, "--help"], {
    encoding: "utf8",
    env: { ...environment, CHECKPOINT_DISABLE: "1", CI: "1" },
  });
  pages.set(key, stdout);
  return stdout;
}
