import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { InvocationResult } from "../../local/aws/secrets-manager/start";
import type { FunctionKind, FunctionUnderTest } from "./function-under-test";
import { startLineProcess } from "./line-process";
import { FUNCTION_TIMEOUT_MS } from "./own-function";
import { peakMemoryMb } from "./peak-memory";
import { processorMs } from "./processor-time";
import type { ReferenceCheckout } from "./reference-checkout";
import type { Stage } from "./stage";

const DRIVER = path.join(__dirname, "..", "reference-driver.py");
const LOAD_TIMEOUT_MS = 60_000;

type Answer = {
  readonly kind: "returned" | "failed";
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly logins: number;
  readonly failedLogins: number;
};

/**
 * AWS's function in a Python process. Compiled bytecode is kept in a folder of ours: nothing is written into the checkout, and after one
 * start, which is made here, every further one finds all of it compiled.
 */
export async function referenceFunction(stage: Stage, checkout: ReferenceCheckout): Promise<FunctionKind> {
  const bytecode = await mkdtemp(path.join(tmpdir(), "bench-bytecode-"));
  stage.cleanup.add("the folder of bytecode", () => rm(bytecode, { recursive: true, force: true }));
  let started = 0;
  const kind: FunctionKind = {
    key: "aws",
    title: "AWS's",
    has: (strategy) => checkout.files[strategy] !== undefined,
    start: ({ strategy }) => {
      started += 1;
      return startProcess(stage, checkout, bytecode, strategy, `REFERENCE${started}`);
    },
  };
  for (const strategy of ["alternating-users", "single-user"] as const) await (await kind.start({ strategy })).stop();
  return kind;
}

async function startProcess(
  stage: Stage,
  checkout: ReferenceCheckout,
  bytecode: string,
  strategy: keyof ReferenceCheckout["files"],
  accessKeyId: string,
): Promise<FunctionUnderTest> {
  const startedAt = performance.now();
  const process = startLineProcess({
    called: "AWS's function",
    program: checkout.python,
    args: ["-s", "-X", `pycache_prefix=${bytecode}`, DRIVER],
    environment: { ...environmentFor(stage, accessKeyId), BENCH_FUNCTION_FILE: checkout.files[strategy] ?? "" },
  });
  const stop = stage.cleanup.add(`the process ${accessKeyId}`, () => process.stop());
  const { loadMs }: { loadMs: number } = JSON.parse(await process.next(LOAD_TIMEOUT_MS));
  const processMs = performance.now() - startedAt - loadMs;
  let counts = { logins: 0, failedLogins: 0 };
  return {
    accessKeyId,
    processMs,
    loadMs,
    async invoke(event): Promise<InvocationResult> {
      process.write(JSON.stringify(event));
      const answer: Answer = JSON.parse(await process.next(FUNCTION_TIMEOUT_MS));
      counts = { logins: answer.logins, failedLogins: answer.failedLogins };
      if (answer.kind === "returned") return { ok: true };
      return { ok: false, errorType: answer.errorType ?? "Exception", errorMessage: answer.errorMessage ?? "" };
    },
    ownCounts: () => counts,
    peakMemoryMb: () => (process.pid === undefined ? undefined : peakMemoryMb(process.pid)) ?? Number.NaN,
    processorMs: () => (process.pid === undefined ? undefined : processorMs(process.pid)),
    stop,
  };
}

/** What Lambda and the function's template set, and where this stage is. Nothing of the person's own environment but the path. */
function environmentFor({ server, rds, mysql }: Stage, accessKeyId: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    LANG: "en_US.UTF-8",
    HOME: tmpdir(), // no profiles of the person at the keyboard
    AWS_REGION: server.region,
    AWS_DEFAULT_REGION: server.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: "not-checked",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_RDS: rds.url,
    SECRETS_MANAGER_ENDPOINT: server.url,
    USERNAME_CHARACTER_LIMIT: "32",
    BENCH_CA_FILE: mysql.caFile,
    BENCH_PATCH_VERSION: Number.parseInt(mysql.version, 10) >= 9 ? "1" : "0",
  };
}
