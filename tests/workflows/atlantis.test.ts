import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { loadEnvironments } from "../../environments";
import { REPOSITORY } from "../support/temporary-folder";

interface Project {
  readonly name: string;
  readonly dir: string;
  readonly workspace: string;
  readonly workflow: string;
  readonly autoplan: { readonly when_modified: readonly string[] };
}

type Steps = { readonly steps: readonly { readonly run: string }[] };

const { version, projects, workflows } = parse(readFileSync(path.join(REPOSITORY, "atlantis.yaml"), "utf8"), {
  merge: true,
}) as {
  readonly version: number;
  readonly projects: readonly Project[];
  readonly workflows: Readonly<Record<string, { readonly plan: Steps; readonly apply: Steps }>>;
};

const runs = (phase: "plan" | "apply"): readonly string[] =>
  workflows.environment?.[phase].steps.map(({ run }) => run) ?? [];

describe("the configuration of Atlantis", () => {
  it("has one project for each environment on AWS, with a checkout of its own", () => {
    const onAws = Object.values(loadEnvironments()).filter(({ target }) => target.kind === "aws");
    expect(version).toBe(3);
    expect(projects.map(({ name }) => name).toSorted()).toEqual(onAws.map(({ name }) => name).toSorted());
    for (const project of projects) {
      // Atlantis makes a clone for each workspace: the plans of two environments lie apart.
      expect(project).toMatchObject({ dir: ".", workspace: project.name, workflow: "environment" });
      expect(project.autoplan.when_modified).toContain("environments/**");
    }
  });

  it("plans and applies with this project's commands, and tells a change from a failure", () => {
    expect(runs("plan").join("\n")).toMatch(/npm run --silent review -- "\$PROJECT_NAME" .*\|\| \[ \$\? -ge 2 \]/);
    expect(runs("apply")[0]).toBe('npm run --silent apply -- "$PROJECT_NAME" || [ $? -eq 2 ]');
  });

  it("leaves the file by which Atlantis knows that there is something to apply, and removes it afterwards", () => {
    expect(runs("plan").at(-1)).toBe('cp "review/$PROJECT_NAME/manifest.json" "$PLANFILE"');
    expect(runs("apply").at(-1)).toBe('rm -f "$PLANFILE"');
  });
});
