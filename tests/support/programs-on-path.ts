import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "./temporary-folder";

const before = process.env.PATH;

/** The PATH as it was before {@link onPath}. */
export function restorePath(): void {
  process.env.PATH = before;
}

/** Puts programs of these names and texts into a folder that is the PATH from now on; with the PATH of before behind it where `more` is said. */
export function onPath(programs: Readonly<Record<string, string>>, more: "alone" | "first" = "alone"): string {
  const folder = path.join(temporaryFolder(), "programs in a folder");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(path.join(folder, name), text);
    chmodSync(path.join(folder, name), 0o700);
  }
  process.env.PATH = more === "alone" ? folder : [folder, before].join(path.delimiter);
  return folder;
}

/** A mysql or mariadb of a version: writes its arguments and its option file beside itself and ends with 3. */
export function stubClient(version: string): string {
  return [
    "#!/bin/sh",
    `for last; do :; done; if [ "$last" = --version ]; then echo '${version}'; exit; fi`,
    `printf '%s\\n' "$@" > "$0.arguments"; /bin/cat "\${1#--defaults-extra-file=}" > "$0.options"; exit 3`,
    "",
  ].join("\n");
}

export const DEBIANS_MYSQL = "mysql  Ver 15.1 Distrib 10.11.11-MariaDB, for debian-linux-gnu (x86_64)";
export const ORACLES_MYSQL = "mysql  Ver 8.4.6 for Linux on x86_64 (MySQL Community Server - GPL)";
