import type { MotoClient } from "../moto-client";

/** The configuration that running a function needs. */
export interface FunctionConfiguration {
  readonly functionName: string;
  readonly runtime: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly codeSha256: string;
  /** Undefined: the account's own limit, which is not emulated. */
  readonly reservedConcurrency: number | undefined;
}

interface Described {
  readonly FunctionName: string;
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly CodeSha256?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

/** The plain name in a name, an ARN or a part of one, with or without a qualifier. */
export function functionNameIn(named: string): string {
  const parts = named.split(":");
  const at = parts.indexOf("function");
  return (at === -1 ? parts[0] : parts[at + 1]) ?? named;
}

/** Reads the configuration from moto, so that the function runs as Terraform configured it. Undefined: there is no such function. */
export async function functionConfiguration(
  moto: MotoClient,
  region: string,
  functionName: string,
): Promise<FunctionConfiguration | undefined> {
  const path = `/functions/${encodeURIComponent(functionName)}`;
  const described = await moto.ask({ service: "lambda", region, path: `/2015-03-31${path}/configuration` });
  if (described.status !== 200) return undefined;
  const found = JSON.parse(String(described.body)) as Described;
  const concurrency = await moto.ask({ service: "lambda", region, path: `/2019-09-30${path}/concurrency` });
  const { ReservedConcurrentExecutions: reserved } =
    concurrency.status === 200 ? JSON.parse(String(concurrency.body)) : { ReservedConcurrentExecutions: undefined };
  return {
    functionName: found.FunctionName,
    runtime: found.Runtime ?? "",
    handler: found.Handler ?? "",
    timeoutSeconds: Number(found.Timeout ?? 3),
    memoryMb: Number(found.MemorySize ?? 128),
    environment: found.Environment?.Variables ?? {},
    codeSha256: found.CodeSha256 ?? "",
    reservedConcurrency: reserved === undefined || reserved === null ? undefined : Number(reserved),
  };
}
