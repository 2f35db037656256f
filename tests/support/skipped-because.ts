/**
 * `run` itself, or its `skip` where there is a reason. Every test that an engine, a platform or a given server cannot run goes through here
 * or through {@link skippedWithout}, so that each has its reason beside it.
 */
export function skippedBecause<Run extends { readonly skip: Run }>(reason: string | undefined, run: Run): Run {
  return reason === undefined ? run : run.skip;
}

const told = new Set<string>();

/** The same for what a machine lacks: the run says once a file what is missing and how to get it. */
export function skippedWithout<Run extends { readonly skip: Run }>(whyNot: string | undefined, run: Run): Run {
  if (whyNot !== undefined && !told.has(whyNot)) {
    told.add(whyNot);
    process.stderr.write(`tests: skipped: ${whyNot}\n`);
  }
  return skippedBecause(whyNot, run);
}
