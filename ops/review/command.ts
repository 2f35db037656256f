import { readFileSync } from "node:fs";
import path from "node:path";
import { DeliveryError } from "../delivery/delivery-error";
import { interruption, reportFailure } from "../delivery/interruption";
import { reviewProgram } from "../delivery/programs";
import { compareWithBase } from "./compare-with-base";
import type { WrittenReview } from "./output/write-review";
import { planEnvironment } from "./plan-environment";
import { attachment } from "./report/attachment";

const PROJECT = path.resolve(__dirname, "..", "..");

interface Options {
  readonly base?: string;
  readonly out: string;
  readonly attach: readonly string[];
}

/** `npm run review`: what a change does to an environment, for people and for pull requests. */
async function main(): Promise<void> {
  const command = reviewProgram().parse();
  const [environment] = command.args;
  const { base, out, attach } = command.opts<Options>();
  const signal = interruption();
  const extras = attach.map((value) => {
    const [title = "", file = ""] = value.split(/=(.*)/s);
    return attachment(title, readFileSync(file, "utf8"));
  });
  const startedMs = performance.now();
  const common = { project: PROJECT, outFolder: path.resolve(out), signal, extras };
  const written =
    base === undefined
      ? [await planEnvironment({ ...common, environment: required(environment) })]
      : await compareWithBase({ ...common, base, ...(environment === undefined ? {} : { environment }) });
  if (written.length === 0)
    throw new DeliveryError("unknown_environment", `there is no environment called ${environment}`);
  show(written, performance.now() - startedMs);
}

function required(environment: string | undefined): string {
  if (environment !== undefined) return environment;
  throw new DeliveryError(
    "unknown_environment",
    "an environment is missing; what to do: npm run review -- <environment>, or npm run review -- --base <ref>",
  );
}

const BY_WEIGHT = [1, 3, 2, 0] as const;

function show(written: readonly WrittenReview[], tookMs: number): void {
  for (const { folder, summary } of written) {
    console.log(summary.sentence);
    console.log(`  ${path.relative("", path.join(folder, "report.md"))}`);
  }
  console.log(
    `${written.length} ${written.length === 1 ? "environment" : "environments"} in ${(tookMs / 1000).toFixed(1)} s`,
  );
  process.exitCode = BY_WEIGHT.find((code) => written.some(({ summary }) => summary.exitCode === code)) ?? 0;
}

main().catch(reportFailure);
