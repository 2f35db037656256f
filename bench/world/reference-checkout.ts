import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../../local/mysql/run-program";
import { LocalError } from "../../local/terminal/error";
import type { StrategyName } from "../../rotation-fn/settings";

/** AWS's functions and the Python that runs them. */
export interface ReferenceCheckout {
  readonly python: string;
  /** `Python 3.11.7, boto3 1.40.1, PyMySQL 1.1.2`. */
  readonly versions: string;
  /** The module of each strategy that AWS has a function for. */
  readonly files: Readonly<Partial<Record<StrategyName, string>>>;
  /** Recognises the code: the beginning of the SHA-256 of the alternating-users module. */
  readonly sha256: string;
}

const FILES = {
  "alternating-users": "SecretsManagerRDSMySQLRotationMultiUser/lambda_function.py",
  "single-user": "SecretsManagerRDSMySQLRotationSingleUser/lambda_function.py",
} as const;

const VERSIONS_PROGRAM = `
import platform, boto3, pymysql, cryptography
from importlib.metadata import version
print("Python %s, boto3 %s, PyMySQL %s" % (platform.python_version(), version("boto3"), version("PyMySQL")))
`;

const VERSIONS_TIMEOUT_MS = 60_000;

/**
 * Finds AWS's functions by REFERENCE_DIR and REFERENCE_PYTHON; undefined when REFERENCE_DIR is not set.
 * Throws `reference_unusable`.
 */
export async function findReference(environment: NodeJS.ProcessEnv): Promise<ReferenceCheckout | undefined> {
  const folder = environment.REFERENCE_DIR;
  if (!folder) return undefined;
  const file = (name: string): string => path.resolve(folder, name);
  const missing = Object.values(FILES).filter((name) => !existsSync(file(name)));
  if (missing.length > 0) {
    throw new LocalError("reference_unusable", {
      problem: "REFERENCE_DIR does not hold AWS's rotation functions",
      found: `no ${missing.join(" and no ")} in ${path.resolve(folder)}`,
      allowed: "a checkout of https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas",
      remedy: "correct REFERENCE_DIR, or unset it to measure this project's function alone",
    });
  }
  const python = environment.REFERENCE_PYTHON || "python3";
  const { stdout } = await runProgram(python, ["-c", VERSIONS_PROGRAM], { timeoutMs: VERSIONS_TIMEOUT_MS }).catch(
    (cause: unknown) => {
      throw new LocalError(
        "reference_unusable",
        {
          problem: "the Python for AWS's functions cannot be used",
          found: cause instanceof Error ? cause.message : String(cause),
          allowed: "an interpreter that can import boto3, pymysql and cryptography",
          remedy:
            "make one (python3 -m venv venv && venv/bin/pip install boto3 PyMySQL cryptography) and set REFERENCE_PYTHON=venv/bin/python",
        },
        { cause },
      );
    },
  );
  const files = Object.fromEntries(Object.entries(FILES).map(([strategy, name]) => [strategy, file(name)]));
  const sha256 = createHash("sha256")
    .update(readFileSync(file(FILES["alternating-users"])))
    .digest("hex")
    .slice(0, 12);
  return { python, versions: stdout.trim(), files, sha256 };
}
