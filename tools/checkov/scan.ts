import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CheckovError } from "./checkov-error";
import type { Checkov } from "./find-checkov";

const SCAN_TIMEOUT_MS = 300_000;

/** A check that failed on a resource. */
export interface Failure {
  /** `CKV_AWS_116` */
  readonly check: string;
  /** What the check wants, in checkov's words. */
  readonly wants: string;
  /** `prod-database` */
  readonly stack: string;
  /** Logical id within the stack. */
  readonly resource: string;
}

export interface Scan {
  readonly failures: readonly Failure[];
  /** Checks that passed, by stack. */
  readonly passed: Readonly<Record<string, number>>;
}

/**
 * Scans every stack below a folder of synthesized stacks. Throws `checkov_failed` when it does not run, and `checkov_blind` when
 * it passes over a stack: a file that it cannot read is no finding to it.
 */
export async function scan(checkov: Checkov, stacksFolder: string): Promise<Scan> {
  const folder = mkdtempSync(path.join(tmpdir(), "checkov-"));
  try {
    const stacks = readdirSync(stacksFolder);
    for (const stack of stacks) copyForCheckov(stacksFolder, folder, stack);
    return readReport(await run(checkov, folder), stacks);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * checkov 3.3.30 cannot read a file whose `terraform` block holds a plain value, such as required_version: it logs an exception
 * and reports no failure. What is left of the block, the backend among it, is scanned.
 */
function copyForCheckov(from: string, to: string, stack: string): void {
  const json = JSON.parse(readFileSync(path.join(from, stack, "cdk.tf.json"), "utf8"));
  delete json.terraform?.required_version;
  mkdirSync(path.join(to, stack));
  writeFileSync(path.join(to, stack, "cdk.tf.json"), JSON.stringify(json, undefined, 2));
}

function run(checkov: Checkov, folder: string): Promise<string> {
  const { command, args, environment } = checkov;
  // Without guidelines and an account; failed checks are in the report, not in the exit code.
  const scanArgs = ["-d", folder, "--framework", "terraform_json", "--output", "json", "--compact", "--soft-fail"];
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...args, ...scanArgs, "--skip-download"],
      {
        env: { ...process.env, ...environment, LOG_LEVEL: "ERROR", PYTHONWARNINGS: "ignore" },
        timeout: SCAN_TIMEOUT_MS,
        maxBuffer: 256 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        const said = stderr.trim().split("\n").slice(-3).join(" | ");
        reject(
          new CheckovError("checkov_failed", `checkov did not run to its end; it said: ${said}`, { cause: error }),
        );
      },
    );
  });
}

interface ReportedCheck {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
}

/** Reads checkov's JSON report. */
export function readReport(report: string, stacks: readonly string[]): Scan {
  const parsed = JSON.parse(report);
  const { results, summary } = Array.isArray(parsed) ? parsed[0] : parsed;
  if (results === undefined || summary?.parsing_errors !== 0) {
    const found = `${summary?.parsing_errors ?? "no report and unknown"} files that it could not read`;
    throw new CheckovError("checkov_blind", `checkov did not read every stack; found: ${found}`);
  }
  const passed: Record<string, number> = {};
  for (const { file_path } of results.passed_checks as readonly ReportedCheck[]) {
    const stack = stackOf(file_path);
    passed[stack] = (passed[stack] ?? 0) + 1;
  }
  const failures = (results.failed_checks as readonly ReportedCheck[]).map(
    ({ check_id, check_name, file_path, resource }): Failure => ({
      check: check_id,
      wants: check_name,
      stack: stackOf(file_path),
      resource: resource.split(".").at(-1) ?? resource,
    }),
  );
  const unseen = stacks.filter(
    (stack) => passed[stack] === undefined && !failures.some((each) => each.stack === stack),
  );
  if (unseen.length > 0) {
    throw new CheckovError("checkov_blind", `checkov checked nothing in ${unseen.join(", ")}`);
  }
  return { failures, passed };
}

function stackOf(filePath: string): string {
  return path.posix.basename(path.posix.dirname(filePath));
}
