import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { REPOSITORY, temporaryFolder } from "../support/temporary-folder";

interface Job {
  readonly extends?: string;
  readonly stage: string;
  readonly rules: readonly { readonly if: string; readonly when?: string }[];
  readonly script: readonly string[];
  readonly before_script?: readonly string[];
  readonly resource_group?: string;
}

const {
  stages,
  workflow,
  default: common,
  ".aws": aws,
  ...jobs
} = parse(readFileSync(path.join(REPOSITORY, ".gitlab-ci.yml"), "utf8")) as Readonly<Record<string, Job>> & {
  readonly stages: readonly string[];
};
const scriptOf = (name: string): string => (jobs[name]?.script ?? []).join("\n");

describe("the jobs of GitLab", () => {
  it("are those of the workflows: check, comparison, plan, apply, destroy, drift, audit", () => {
    expect(Object.keys(jobs)).toEqual(["check", "compare", "plan", "apply", "destroy", "drift", "audit"]);
    expect(scriptOf("drift")).toMatch(/npm run --silent drift -- .* --out review/);
    expect(scriptOf("audit")).toMatch(/npm run --silent ops -- status /);
    expect(scriptOf("destroy")).toMatch(/npm run --silent destroy -- .* --confirm /);
    expect(scriptOf("apply")).toMatch(/npm run --silent apply -- [\s\S]*npm run --silent ops -- verify /);
  });

  it("have a stage that exists, rules, and nothing but texts as commands", () => {
    for (const job of Object.values(jobs)) {
      expect(stages).toContain(job.stage);
      expect(job.rules.length).toBeGreaterThan(0);
      for (const line of job.script) expect(typeof line).toBe("string");
    }
    expect([workflow, common, aws]).toEqual([expect.any(Object), expect.any(Object), expect.any(Object)]);
  });

  it("run at night only from a schedule, and then nothing else does", () => {
    const isNightly = (job: Job): boolean => job.rules.every((rule) => rule.if.includes('== "schedule"'));
    const isNeverNightly = (job: Job): boolean =>
      job.rules.every((rule) => /CI_PIPELINE_SOURCE (!= "schedule"|== "(push|merge_request_event|web)")/.test(rule.if));
    for (const [name, job] of Object.entries(jobs)) {
      expect({ name, isNightly: isNightly(job), isNeverNightly: isNeverNightly(job) }).toEqual({
        name,
        isNightly: ["drift", "audit"].includes(name),
        isNeverNightly: !["drift", "audit"].includes(name),
      });
    }
  });

  it("wait for a person before they change anything, and for each other", () => {
    for (const name of ["apply", "destroy"]) {
      expect(jobs[name]?.rules.map(({ when }) => when)).toEqual(["manual"]);
      expect(jobs[name]?.resource_group).toBe("$PLANNED_ENVIRONMENT");
    }
  });

  it("that run Terraform or the AWS CLI install them, and have a role through the job's token", () => {
    const needing = Object.entries(jobs).filter(([name]) => !["check", "compare"].includes(name));
    for (const [name, job] of needing) {
      expect({ name, from: job.extends }).toEqual({ name, from: ".aws" });
      expect(job.script[0]).toMatch(/^export AWS_ROLE_ARN="\$[A-Z_]+"$/);
    }
    expect(aws?.before_script?.join("\n")).toMatch(/awscli[\s\S]*install-terraform\.sh/);
  });

  it("call scripts that exist and may be run", () => {
    const called = [...JSON.stringify([jobs, aws]).matchAll(/\.gitlab\/[\w-]+\.sh/g)].map(([file]) => file);
    expect(new Set(called).size).toBe(3);
    for (const file of called) expect(statSync(path.join(REPOSITORY, file)).mode & 0o111).not.toBe(0);
  });
});

describe("the script that keeps an issue", () => {
  const folder = temporaryFolder();
  const log = path.join(folder, "calls");
  const report = path.join(folder, "report.md");
  writeFileSync(report, "what was found\n");
  /** A `curl` that answers with issues and writes down what it was asked. */
  const update = (code: number, issues: readonly object[], token = "none") => {
    writeFileSync(path.join(folder, "curl"), `#!/bin/sh\necho "$*" >> "${log}"\necho '${JSON.stringify(issues)}'\n`);
    chmodSync(path.join(folder, "curl"), 0o755);
    writeFileSync(log, "");
    const script = path.join(REPOSITORY, ".gitlab", "update-issue.sh");
    const printed = execFileSync("bash", [script, "Drift of dev", report, String(code)], {
      encoding: "utf8",
      env: {
        ...{ PATH: `${folder}:${process.env.PATH}`, TMPDIR: folder, GITLAB_TOKEN: token },
        ...{ CI_API_V4_URL: "https://gitlab.example/api/v4", CI_PROJECT_ID: "7" },
      },
    });
    const calls = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    return { printed, calls: calls.filter((call) => !call.includes("--get")) };
  };
  const open = [
    { iid: 4, title: "Drift of dev2" },
    { iid: 9, title: "Drift of dev" },
  ];

  it("opens one where there is none of this title", () => {
    expect(update(2, [{ iid: 4, title: "Drift of dev2" }]).calls.join()).toMatch(
      /--request POST --data-urlencode title=Drift of dev --data-urlencode description@.+report\.md \S+\/projects\/7\/issues$/,
    );
  });

  it("updates the one of this title, and closes it when there is nothing to report", () => {
    expect(update(2, open).calls.join()).toMatch(/--request PUT --data-urlencode description@.+ \S+\/issues\/9$/);
    expect(update(0, open).calls.join()).toMatch(/--request PUT --data state_event=close \S+\/issues\/9$/);
    expect(update(0, []).calls).toEqual([]);
  });

  it("keeps the token out of the arguments, and without one prints the report and fails", () => {
    expect(update(2, open, "a-token").calls.join()).not.toContain("a-token");
    expect(() => update(2, open, "")).toThrow(expect.objectContaining({ status: 2, stdout: "what was found\n" }));
  });
});
