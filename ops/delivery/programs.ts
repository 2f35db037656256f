import path from "node:path";
import { Command, Option } from "commander";
import { PROVIDER_LOCK } from "../terraform/stack-runner";

const DOCUMENTATION = "Documentation: docs/delivery.md";

/** `npm run review` */
export function reviewProgram(): Command {
  return new Command("review")
    .description(
      "Say what a change does. With --base: compare with another version, offline and without credentials. With an environment: make " +
        "real plans, and keep them for npm run apply.",
    )
    .argument("[environment]", "an environment; with --base all of them without it")
    .option("--base <ref>", "compare with this branch, tag or commit")
    .option("--out <folder>", "where reports and plans are written", "review")
    .addOption(
      new Option("--attach <title=file>", "add a text file to the reports: a scanner's output, costs (repeatable)")
        .argParser((value: string, all: readonly string[]) => [...all, value])
        .default([], "none"),
    )
    .addHelpText(
      "after",
      `\nExit codes: 0 nothing to do, 2 changes, 3 destroys or replacements, 1 a failure.\n${DOCUMENTATION}`,
    )
    .allowExcessArguments(false);
}

/** `npm run apply` */
export function applyProgram(): Command {
  return new Command("apply")
    .description("Apply exactly the plans that npm run review kept, or say why not.")
    .argument("<environment>", "the environment whose plans are applied")
    .option("--from <folder>", "where the review was written", "review")
    .addHelpText(
      "after",
      `\nExit codes: 0 applied, 2 applied and some stacks must be reviewed again, 1 a failure.\n${DOCUMENTATION}`,
    )
    .allowExcessArguments(false);
}

/** `npm run drift` */
export function driftProgram(): Command {
  return new Command("drift")
    .description(
      "Report what was changed outside Terraform: a plan without a lock, as a role that may only read makes it. Run it on the commit " +
        "that was deployed last.",
    )
    .argument("<environment>", "the environment that is looked at")
    .option("--out <folder>", "where the report is written; without it only the sentence is shown")
    .addHelpText(
      "after",
      `\nExit codes: 0 no drift, 2 drift, 3 drift whose correction destroys or replaces, 1 a failure.\n${DOCUMENTATION}`,
    )
    .allowExcessArguments(false);
}

/** `npm run destroy` with the name of an environment. */
export function destroyProgram(): Command {
  return new Command("destroy")
    .description("Say what the destruction of an environment loses, have its name typed, and destroy it.")
    .argument("<environment>", "the environment that is destroyed")
    .option("--confirm <name>", "the environment's name once more, instead of typing it")
    .addHelpText("after", `\nWith a pattern or stack ids instead of an environment: cdktf destroy.\n${DOCUMENTATION}`)
    .allowExcessArguments(false);
}

/** `npm run lock-providers` */
export function lockProvidersProgram(): Command {
  return new Command("lock-providers")
    .description("Write the lock file of the providers, which reviews and deployments use read-only.")
    .argument("<environment>", "an environment on AWS, whose providers are locked")
    .addOption(
      new Option("--platform <os_arch...>", "platforms that plan or apply").default(
        ["linux_amd64", "linux_arm64", "darwin_arm64"],
        "linux_amd64 linux_arm64 darwin_arm64",
      ),
    )
    .option("--fs-mirror <folder>", "take the providers from this folder instead of the public registry")
    .option("--out <file>", "where the lock file is written", path.relative("", PROVIDER_LOCK))
    .addHelpText("after", `\n${DOCUMENTATION}`)
    .allowExcessArguments(false);
}

/** Every one of them by the name of its npm script. */
export const DELIVERY_PROGRAMS: Readonly<Record<string, () => Command>> = {
  review: reviewProgram,
  apply: applyProgram,
  drift: driftProgram,
  destroy: destroyProgram,
  "lock-providers": lockProvidersProgram,
};
