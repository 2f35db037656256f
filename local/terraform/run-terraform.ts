import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cliConfig } from "./cli-config";
import type { ProviderMirror } from "./find-provider";

/** How a run ended, and what it said on both channels together. */
export interface TerraformRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly output: string;
}

/** Terraform with a home and a configuration of its own: nothing of the person's machine leaks in, nothing is left behind. */
export class TerraformRunner {
  private readonly home: string;
  private readonly environment: Readonly<Record<string, string>>;

  /**
   * @param terraform path of the binary
   * @param mirror where providers come from
   * @param extra further environment variables, such as AWS_ENDPOINT_URL
   */
  constructor(
    private readonly terraform: string,
    mirror: ProviderMirror,
    extra: Readonly<Record<string, string>> = {},
  ) {
    this.home = mkdtempSync(path.join(tmpdir(), "terraform-home-"));
    const configFile = path.join(this.home, "cli.tfrc");
    writeFileSync(configFile, cliConfig(mirror));
    this.environment = {
      PATH: process.env.PATH ?? "",
      HOME: this.home,
      TF_CLI_CONFIG_FILE: configFile,
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      CHECKPOINT_DISABLE: "1",
      ...extra,
    };
  }

  /** Runs one command in a folder. A failure of Terraform is a result; only a missing binary or the time limit throws. */
  run(cwd: string, args: readonly string[], timeoutMs: number): Promise<TerraformRun> {
    return new Promise((resolve, reject) => {
      const options = { cwd, env: this.environment, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 };
      execFile(this.terraform, [...args], options, (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`;
        if (error === null) return resolve({ exitCode: 0, stdout, output });
        if (typeof error.code === "number") return resolve({ exitCode: error.code, stdout, output });
        const cause = error.killed ? `it ran longer than ${timeoutMs} ms and was stopped` : error.message;
        reject(new Error(`terraform ${args.join(" ")} did not end by itself: ${cause}\n${output}`, { cause: error }));
      });
    });
  }

  /** Removes the home folder. */
  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
