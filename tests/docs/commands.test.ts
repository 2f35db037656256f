import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, type TerraformStack } from "cdktf";
import { loadEnvironments } from "../../environments";
import { findMoto } from "../../local/aws/moto/find-moto";
import { findTerraform } from "../../ops/terraform/find-terraform";
import { environmentStacks } from "../../stacks/environment";
import { awsProblems, cdktfProblems, npmProblems, type StackGraph, terraformProblems } from "../support/command-checks";
import { commandsIn, commandsInMessages, commandsInPages, type PrintedCommand } from "../support/printed-commands";
import { skippedWithout } from "../support/skipped-because";
import { FIXTURE_ZIP } from "../support/synthesized-stacks";

const printed = [...commandsInPages(), ...commandsInMessages()];
const of = (...programs: readonly string[]): readonly PrintedCommand[] =>
  printed.filter(({ words }) => programs.includes(words.slice(0, words[0] === "npx" ? 2 : 1).join(" ")));
/** Each problem, with where the command is printed. */
const shown = ({ file, words }: PrintedCommand, problems: readonly string[]): readonly string[] =>
  problems.map((problem) => `${file}: ${words.join(" ")}: ${problem}`);

describe("printed commands", () => {
  let folder: string;
  let stacks: StackGraph;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "printed-commands-"));
    const app = new App({ outdir: folder });
    const made = environmentStacks(app, loadEnvironments().dev, { ...FIXTURE_ZIP, zipFile: __filename });
    stacks = new Map(
      Object.values(made).map((stack: TerraformStack) => [
        stack.node.id,
        stack.dependencies.map((needed) => needed.node.id),
      ]),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are found in blocks, in code spans and in messages", () => {
    expect(commandsIn("aws rds describe-db-instances \\\n  --query 'a b' # why\ncdktf diff x && npm run docs")).toEqual(
      [
        ["aws", "rds", "describe-db-instances", "--query", "a b"],
        ["cdktf", "diff", "x"],
        ["npm", "run", "docs"],
      ],
    );
    expect(of("aws").length).toBeGreaterThan(30);
    expect(of("npm").length).toBeGreaterThan(30);
    expect(new Set(printed.map(({ file }) => file.split("/")[0])).size).toBeGreaterThan(4);
    for (const folder of ["docs/decisions/", "local/sandbox/", "tools/"]) {
      expect([folder, printed.some(({ file }) => file.startsWith(folder))]).toEqual([folder, true]);
    }
  });

  it("run npm scripts that exist, and give the CDKTF CLI what it accepts", () => {
    expect(of("npm").flatMap((command) => shown(command, npmProblems(command.words, stacks)))).toEqual([]);
  });

  it("give the delivery commands options that they have", () => {
    const problems = (...words: readonly string[]) => npmProblems(["npm", "run", ...words], stacks);
    expect(problems("review", "--", "dev")).toEqual([]);
    expect(problems("review", "--", "--base", "origin/main", "--attach", "checkov=checkov.txt")).toEqual([]);
    expect(problems("destroy", "--", "dev", "--confirm", "dev")).toEqual([]);
    expect(problems("apply", "--", "dev", "prod")).toEqual(["npm run apply takes 1 words"]);
    expect(problems("drift", "--", "dev", "--fix")).toEqual(["npm run drift has no option --fix"]);
  });

  it("give the sandbox commands and options that it has", () => {
    const local = (...words: readonly string[]) => npmProblems(["npm", "run", "local", "--", ...words], stacks);
    expect(local("up", "--engine", "mariadb")).toEqual([]);
    expect(local("connect", "shop", "-e", "select 1")).toEqual([]);
    expect(local("start")).toEqual(["npm run local has no command start"]);
    expect(local("logs", "--follow")).toEqual(["npm run local -- logs has no option --follow"]);
  });

  it("give the operators' commands arguments and options that they have", () => {
    const ops = (...words: readonly string[]) => npmProblems(["npm", "run", "ops", "--", ...words], stacks);
    expect(ops("rotate", "dev", "shop", "--yes")).toEqual([]);
    expect(ops("rotate", "dev")).toEqual(["npm run ops -- rotate needs environment and secret"]);
    expect(ops("turn", "dev")).toEqual(["npm run ops has no command turn"]);
    expect(ops("status", "dev", "--yes")).toEqual(["npm run ops -- status has no option --yes"]);
  });

  it("give the CDKTF CLI commands and options that it has, and stacks together with those that they need", () => {
    const words = (command: PrintedCommand) => command.words.slice(command.words[0] === "npx" ? 2 : 1);
    expect(
      of("cdktf", "npx cdktf").flatMap((command) => shown(command, cdktfProblems(words(command), stacks))),
    ).toEqual([]);
  });

  it("notices a stack that is deployed without those that it needs, and an option of another program", () => {
    expect(cdktfProblems(["deploy", "dev-database"], stacks)).toEqual(["cdktf deploy needs dev-network as well"]);
    expect(cdktfProblems(["deploy", "dev-*", "-replace"], stacks)).toEqual(["no stack is called -replace"]);
    expect(cdktfProblems(["destroy", "dev-app-secret"], stacks)).toEqual([]);
    expect(cdktfProblems(["destroy", "dev-network"], stacks)).not.toEqual([]);
  });

  const terraform = findTerraform(process.env.PATH);
  const noTerraform = "printed commands of Terraform: it is not installed";
  skippedWithout(terraform === undefined ? noTerraform : undefined, it)("give Terraform options that it has", () => {
    expect(
      of("terraform").flatMap((command) => shown(command, terraformProblems(terraform ?? "", command.words))),
    ).toEqual([]);
  });

  const python = findMoto()?.python;
  const noModels = "printed commands of the AWS CLI: what to do: pip install 'moto[server]'";
  skippedWithout(python === undefined ? noModels : undefined, it)(
    "give the AWS CLI operations, options and queries that it has, and all it needs",
    () => {
      const commands = of("aws");
      const problems = awsProblems(
        python ?? "",
        commands.map(({ words }) => words),
      );
      expect(commands.flatMap((command, index) => shown(command, problems[index] ?? []))).toEqual([]);
      expect(
        awsProblems(python ?? "", [["aws", "rds", "modify-db-instance", "--rotate-master-user-password"]]),
      ).toEqual([["--db-instance-identifier is missing"]]);
    },
  );
});
