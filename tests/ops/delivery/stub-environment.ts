import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../../support/temporary-folder";

/**
 * Stands for Terraform: its state and its plan are files in the stack's folder, and applying makes a new serial. `during-plan` names a stack
 * whose state another deployment changes while this one is planned; `refuses-plan` is what a plan that fails prints. With a file `slow-apply`, applying lasts until SIGINT, and ends as Terraform does then: the
 * state of what was made is written.
 */
const TERRAFORM = `
  const fs = require("node:fs");
  const path = require("node:path");
  const [command, ...args] = process.argv.slice(2);
  const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  const changeState = (file) => {
    const state = JSON.parse(read(file));
    fs.writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1 }, undefined, 1));
  };
  if (command === "init" && fs.existsSync("refuses-init")) process.exit(1);
  if (command === "init") fs.writeFileSync(".terraform.lock.hcl", "lock");
  if (command === "providers") fs.appendFileSync(".terraform.lock.hcl", args.join(" "));
  if (command === "state" && fs.existsSync("unreadable")) process.exit(1);
  if (command === "state") console.log(read("state.json"));
  if (command === "show") console.log(read(args.at(-1)) || "{}");
  if (command === "plan" && fs.existsSync("refuses-plan")) {
    console.error(read("refuses-plan"));
    process.exit(1);
  }
  if (command === "plan") {
    const plan = read("plan.json");
    fs.writeFileSync(args.find((one) => one.startsWith("-out=")).slice(5), plan);
    if (fs.existsSync("during-plan")) changeState(path.join("..", read("during-plan"), "state.json"));
    process.exitCode = plan === "" ? 0 : 2;
  }
  const apply = () => {
    fs.appendFileSync(path.join("..", "applied"), path.basename(args.at(-1)) + "\\n");
    changeState("state.json");
  };
  if (command === "apply" && fs.existsSync("slow-apply")) {
    process.on("SIGINT", () => setTimeout(() => (apply(), process.exit(1)), 200));
    console.log("Still modifying...");
    setTimeout(() => {}, 60_000);
  } else if (command === "apply") {
    apply();
    console.log("Apply complete!");
  }
`;

/** Stands for everything in a state that a log must not show. */
export const IN_STATE = "only-a-state-holds-this";

/** The environment `dev` of two stacks: the network has a plan, the database has nothing to do. */
export function stubEnvironment() {
  const project = temporaryFolder();
  const outFolder = path.join(project, "cdktf.out");
  const folderOf = (stack: string): string => path.join(outFolder, "stacks", stack);
  const git = (...args: readonly string[]): unknown =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { cwd: project });
  git("init", "-q");
  git("commit", "-q", "--allow-empty", "-m", "first");

  const ids = ["dev-network", "dev-database"];
  for (const id of ids) {
    mkdirSync(folderOf(id), { recursive: true });
    const provider = { aws: [{ default_tags: [{ tags: { environment: "dev" } }] }] };
    const stack = { provider, terraform: { backend: { local: {} } }, resource: { aws_vpc: { vpc: {} } } };
    writeFileSync(path.join(folderOf(id), "cdk.tf.json"), JSON.stringify(stack));
    const resources = [{ mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ note: IN_STATE }] }];
    const state = { serial: 4, lineage: id, resources };
    writeFileSync(path.join(folderOf(id), "state.json"), JSON.stringify(state, undefined, 1));
  }
  const stacks = Object.fromEntries(
    ids.map((id) => [id, { dependencies: [], synthesizedStackPath: `stacks/${id}/cdk.tf.json` }]),
  );
  writeFileSync(path.join(outFolder, "manifest.json"), JSON.stringify({ stacks }));
  const planned = (after: object | null) => ({
    resource_changes: [
      {
        ...{ address: "aws_vpc.vpc", mode: "managed", type: "aws_vpc", name: "vpc" },
        change: { actions: [after === null ? "delete" : "update"], before: { note: "old" }, after },
      },
    ],
  });
  const plan = (stack: string, after: object | null): void =>
    writeFileSync(path.join(folderOf(stack), "plan.json"), JSON.stringify(planned(after)));
  plan("dev-network", { note: "a new note" });

  writeFileSync(path.join(project, "terraform.js"), TERRAFORM);
  const program = path.join(project, "terraform");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${path.join(project, "terraform.js")}" "$@"\n`);
  chmodSync(program, 0o755);
  const applied = path.join(outFolder, "stacks", "applied");
  return {
    options: {
      ...{ project, environment: "dev", synthesizedFolder: outFolder, signal: new AbortController().signal },
      terraform: { program, variables: { PATH: process.env.PATH ?? "" } },
    },
    reviewFolder: path.join(project, "review"),
    plan,
    /** Gives a stack an output in its synthesized file. */
    addOutput: (stack: string, name: string): void => {
      const file = path.join(folderOf(stack), "cdk.tf.json");
      const json = { ...JSON.parse(readFileSync(file, "utf8")), output: { [name]: { value: "x" } } };
      writeFileSync(file, JSON.stringify(json));
    },
    commit: () => git("commit", "-q", "--allow-empty", "-m", "another"),
    append: (stack: string, file: string, text: string) => appendFileSync(path.join(folderOf(stack), file), text),
    serialOf: (stack: string): number =>
      JSON.parse(readFileSync(path.join(folderOf(stack), "state.json"), "utf8")).serial,
    changeState: (stack: string) => {
      const file = path.join(folderOf(stack), "state.json");
      writeFileSync(file, readFileSync(file, "utf8").replace('"serial": 4', '"serial": 5'));
    },
    empty: (stack: string) => {
      const file = path.join(folderOf(stack), "state.json");
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), resources: [] }));
    },
    applied: () => (existsSync(applied) ? readFileSync(applied, "utf8").trim().split("\n") : []),
  };
}
