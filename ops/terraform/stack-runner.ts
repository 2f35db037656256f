import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { findTerraform } from "./find-terraform";
import { GARBAGE_COLLECTION } from "./garbage-collection";
import { pluginCacheVariables } from "./plugin-cache";
import { type GroupOptions, type GroupRun, runInGroup } from "./process-group";

/** Longer than any stack takes by itself: a Multi-AZ instance, or a function's network interfaces on the way out. */
const TIMEOUT_MS = 3 * 60 * 60_000;

/** A Terraform that is killed writes no state: on AWS a call that was begun is waited for. */
export const STATE_GRACE_MS = 10 * 60_000;

/** Lock file of the providers of real environments, kept in the repository: `npm run lock-providers` writes it. Found from dist/ops, too. */
export const PROVIDER_LOCK = path.resolve(__dirname, "..", "..", "ops", "terraform", "provider.lock.hcl");

export interface RunnerOptions {
  readonly terraform: string;
  /** All that Terraform finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly logFile?: string;
  readonly onLine?: (line: string) => void;
}

/** Terraform in the folders of synthesized stacks. A failure of Terraform is a result; see {@link runInGroup} for how it is stopped. */
export class StackRunner {
  constructor(private readonly options: RunnerOptions) {}

  run(folder: string, args: readonly string[]): Promise<GroupRun> {
    const { logFile, onLine } = this.options;
    return this.start(folder, args, { logFile, onLine });
  }

  /** Runs a command whose output is a state or a plan: none of it reaches the log or {@link RunnerOptions.onLine}, which a CI shows. */
  read(folder: string, args: readonly string[]): Promise<GroupRun> {
    return this.start(folder, args, {});
  }

  /** `terraform init`, with the repository's lock file where there is one for this stack: then nothing else is installed. */
  init(folder: string, lockFile: string | undefined): Promise<GroupRun> {
    if (lockFile === undefined) return this.run(folder, ["init", "-input=false"]);
    copyFileSync(lockFile, path.join(folder, ".terraform.lock.hcl"));
    return this.run(folder, ["init", "-input=false", "-lockfile=readonly"]);
  }

  /** Serial and lineage of a stack's state; undefined when it was never deployed. */
  async stateOf(folder: string): Promise<StateId | undefined> {
    const state = await this.pull(folder);
    return state === undefined ? undefined : { serial: state.serial ?? 0, lineage: state.lineage ?? "" };
  }

  /** What Terraform manages in a stack: `aws_vpc.vpc`. Data sources are left out. */
  async resourcesOf(folder: string): Promise<readonly string[]> {
    const resources = (await this.pull(folder))?.resources ?? [];
    return resources.flatMap(({ mode, type, name }) => (mode === "managed" ? [`${type}.${name}`] : []));
  }

  /** What Terraform manages in a stack, by address, with what it knows of it; attributes that hold something sensitive are left out. */
  async deployedIn(folder: string): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const managed = ((await this.pull(folder))?.resources ?? []).filter(({ mode }) => mode === "managed");
    return new Map(
      managed.map(({ type, name, instances: [first] = [] }) => {
        const sensitive = (first?.sensitive_attributes ?? []).map(([step]) => step?.value);
        const shown = Object.entries(first?.attributes ?? {}).filter(([key]) => !sensitive.includes(key));
        return [`${type}.${name}`, Object.fromEntries(shown)];
      }),
    );
  }

  private async pull(folder: string): Promise<State | undefined> {
    const { exitCode, stdout, output } = await this.read(folder, ["state", "pull"]);
    if (exitCode !== 0)
      throw new Error(`terraform state pull failed with exit code ${exitCode}: ${output.slice(-500)}`);
    return stdout.trim() === "" ? undefined : (JSON.parse(stdout) as State);
  }

  private start(
    folder: string,
    args: readonly string[],
    heard: Pick<GroupOptions, "logFile" | "onLine">,
  ): Promise<GroupRun> {
    const { terraform, variables, signal } = this.options;
    return runInGroup(terraform, args, {
      cwd: folder,
      environment: variables,
      timeoutMs: TIMEOUT_MS,
      graceMs: STATE_GRACE_MS,
      signal,
      ...heard,
    });
  }
}

/** The part of a state that is read. */
interface State {
  readonly serial?: number;
  readonly lineage?: string;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances?: readonly {
      readonly attributes?: Readonly<Record<string, unknown>>;
      /** Paths, each from the resource down. */
      readonly sensitive_attributes?: readonly (readonly { readonly value?: unknown }[])[];
    }[];
  }[];
}

/** What tells one version of a state from another. */
export interface StateId {
  readonly serial: number;
  readonly lineage: string;
}

/** The lock file for a stack; none for an emulator, which may run with another provider. */
export function lockFileFor(isEmulated: boolean): string | undefined {
  return isEmulated || !existsSync(PROVIDER_LOCK) ? undefined : PROVIDER_LOCK;
}

/** This process's environment as Terraform should find it: no questions, no colours, no telemetry, and one cache of providers. */
export function terraformVariables(own: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const cache = own.TF_PLUGIN_CACHE_DIR ?? path.join(homedir(), ".cache", "rotating-rds-mysql", "terraform-plugins");
  mkdirSync(cache, { recursive: true });
  const inherited = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return {
    ...GARBAGE_COLLECTION,
    ...Object.fromEntries(inherited),
    ...pluginCacheVariables(cache),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    NO_COLOR: "1",
    ...Object.fromEntries(["init", "plan", "apply", "destroy"].map((name) => [`TF_CLI_ARGS_${name}`, "-no-color"])),
  };
}

/** The Terraform on the PATH; undefined when there is none. */
export function terraformOnPath(): string | undefined {
  return findTerraform(process.env.PATH);
}
