import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { errorsIn } from "../../ops/terraform/errors-in";
import { type GroupOptions, type GroupRun, runInGroup } from "../../ops/terraform/process-group";
import { asList, asObject } from "../../stacks/guard-rails/json";
import { planEffect, type ResourceEffect } from "./plan-effect";
import { printedEffect } from "./printed-effect";
import { type StackName, stackFolder, stateFile, type Workspace } from "./workspace";

/** A plan that was made and kept in a file. */
export interface StackPlan {
  readonly stack: StackName;
  readonly file: string;
  readonly effect: readonly ResourceEffect[];
  /** True when the exit code of `-detailed-exitcode` says that nothing differs, outputs included. */
  readonly isEmpty: boolean;
  readonly run: GroupRun;
}

export interface PlanOptions {
  /** Whether what is there is looked at first; without it a plan compares configuration and state only, which takes a third of the time. */
  readonly refresh?: boolean;
  readonly extra?: readonly string[];
}

/** A command of Terraform that failed where it should not. Its message holds the errors that Terraform printed. */
export class TerraformFailure extends Error {
  override readonly name = "TerraformFailure";

  constructor(
    what: string,
    readonly run: GroupRun,
  ) {
    super(`${what} ended with exit code ${run.exitCode}: ${errorsIn(run.output)}`);
  }
}

/** Terraform itself, in the folders that the CDKTF CLI or a synthesis made: for what the CLI cannot do (plans as files and as JSON). */
export class StackTerraform {
  constructor(
    private readonly terraform: string,
    private readonly workspace: Workspace,
    private readonly options: Omit<GroupOptions, "cwd">,
  ) {}

  /** Runs any command in a stack's folder. A failure is a result. */
  run(stack: StackName, args: readonly string[]): Promise<GroupRun> {
    return runInGroup(this.terraform, args, { ...this.options, cwd: stackFolder(this.workspace, stack) });
  }

  /** `terraform init`, unless the stack's folder has been initialized. */
  async init(stack: StackName): Promise<void> {
    if (existsSync(path.join(stackFolder(this.workspace, stack), ".terraform"))) return;
    await this.succeed(stack, ["init"]);
  }

  /** Throws {@link TerraformFailure} when there is no plan to be had. */
  async plan(stack: StackName, { refresh = true, extra = [] }: PlanOptions = {}): Promise<StackPlan> {
    const file = path.join(stackFolder(this.workspace, stack), "life.tfplan");
    const args = ["plan", "-detailed-exitcode", `-out=${file}`, `-refresh=${refresh}`, ...extra];
    const run = await this.run(stack, args);
    if (run.exitCode !== 0 && run.exitCode !== 2) throw new TerraformFailure(`terraform plan of ${stack}`, run);
    // Nothing to read where nothing differs: each start of the provider takes seconds.
    if (run.exitCode === 0) return { stack, file, effect: [], isEmpty: true, run };
    const effect = printedEffect(run.stdout) ?? (await this.shownEffect(stack, file));
    return { stack, file, effect, isEmpty: false, run };
  }

  private async shownEffect(stack: StackName, file: string): Promise<readonly ResourceEffect[]> {
    const { stdout } = await this.succeed(stack, ["show", "-json", file]);
    return planEffect(JSON.parse(stdout));
  }

  /** Applies a plan as it was made. A failure is a result. */
  apply({ stack, file }: StackPlan): Promise<GroupRun> {
    return this.run(stack, ["apply", "-auto-approve", file]);
  }

  /** Throws {@link TerraformFailure} when the command fails. */
  async succeed(stack: StackName, args: readonly string[]): Promise<GroupRun> {
    const run = await this.run(stack, args);
    if (run.exitCode !== 0) throw new TerraformFailure(`terraform ${args[0]} of ${stack}`, run);
    return run;
  }

  /** The addresses of the resources (no data sources) that a stack's state holds; none where there is no state. */
  resources(stack: StackName): readonly string[] {
    const all = asList(this.state(stack).resources).map(asObject);
    return all.flatMap(({ mode, type, name }) => (mode === "managed" ? [`${type}.${name}`] : []));
  }

  /** An output of a stack, as its state holds it. */
  output(stack: StackName, name: string): unknown {
    return asObject(asObject(this.state(stack).outputs)[name]).value;
  }

  private state(stack: StackName): Readonly<Record<string, unknown>> {
    const file = stateFile(this.workspace, stack);
    return existsSync(file) ? asObject(JSON.parse(readFileSync(file, "utf8"))) : {};
  }
}
