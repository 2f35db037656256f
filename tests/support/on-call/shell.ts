import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { testMysql } from "../mysql";
import { blocksOf } from "./runbook-page";

/** What a person fills in once, in the first block of the runbook. */
export interface OnCallNames {
  readonly secret: string;
  readonly function: string;
  readonly adminSecret: string;
  readonly instance: string;
}

/** A bash that a person pastes into, with the runbook's first block in it. */
export interface OnCallShell {
  /** What was printed. Rejects, with what was printed, when the pasted text ends with a failure. */
  paste(text: string): Promise<string>;
  close(): void;
}

export interface ShellOptions {
  readonly awsUrl: string;
  readonly names: OnCallNames;
  /** What the person types where a program asks for a password. */
  readonly typedPassword: string;
}

/** By name: those of a drill; everything else is this machine's. */
const PROGRAMS = {
  aws: "aws.cjs",
  mysql: "mysql.cjs",
  mariadb: "mysql.cjs",
  terraform: "terraform.cjs",
  npm: "terraform.cjs",
};

/** Starts a bash for each text that is pasted, with the first block of the runbook filled in. */
export function onCallShell({ awsUrl, names, typedPassword }: ShellOptions): OnCallShell {
  const folder = mkdtempSync(path.join(tmpdir(), "on call "));
  for (const [name, file] of Object.entries(PROGRAMS)) {
    const program = path.join(folder, name);
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${path.join(__dirname, file)}" "$@"\n`);
    chmodSync(program, 0o755);
  }
  const { caFile, port } = testMysql();
  const [setUp = ""] = blocksOf("Set up your shell");
  const filledIn = setUp
    .replace("<environment>", "local")
    .replace("<name of the secret in the environment file>", "shop")
    .replace("<secret>", names.secret)
    .replace("<function>", names.function)
    .replace("<admin secret>", names.adminSecret)
    .replace("<database instance>", names.instance)
    .replace("DB_PORT=3307", `DB_PORT=${port}`);
  const environment = {
    PATH: `${folder}:${path.dirname(process.execPath)}:${process.env.PATH}`,
    HOME: folder,
    AWS_ENDPOINT_URL: awsUrl,
    DRILL_CA_FILE: caFile,
    TYPED_PASSWORD: typedPassword,
  };
  return {
    paste: (text) =>
      new Promise((resolve, reject) => {
        const script = `set -o pipefail\n${filledIn}\n${text}`;
        const child = spawn("bash", ["-c", script], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
        let printed = "";
        child.stdout.on("data", (chunk) => {
          printed += chunk;
        });
        child.stderr.on("data", (chunk) => {
          printed += chunk;
        });
        child.once("error", reject);
        child.once("close", (status) => {
          if (status === 0) resolve(printed);
          else reject(new Error(`pasted, and it failed with ${status}:\n${text}\n${printed}`));
        });
      }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
