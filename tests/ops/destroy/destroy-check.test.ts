import { loadEnvironments, parseEnvironment } from "../../../environments";
import { destroyFindings } from "../../../ops/destroy/destroy-checks";
import { type FakeAws, fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE, sampleWith } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);

describe("ops destroy-check", () => {
  it("blocks at deletion protection, and says what to apply first", async () => {
    const { exitCode, out } = await runForTest(["destroy-check", "sample"], { environments: () => ({ sample }) });
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^Blocks the destroy\n {2}RDS refuses to delete sample-mysql.*\n {4}write deletionProtection: \{ value: false/,
    );
    expect(out).not.toContain("next:");
  });

  it("says how to destroy what may be destroyed, and where the states stay", async () => {
    const open = parseEnvironment(
      "sample",
      sampleWith({ "database.deletionProtection": { value: false, reason: "it is being destroyed" } }),
    );
    const { exitCode, out } = await runForTest(["destroy-check", "sample"], { environments: () => ({ sample: open }) });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/the states, empty, in the state bucket\n[\s\S]*\nnext: npm run destroy -- sample$/);
    const local = await runForTest(["destroy-check", "local"], { environments: loadEnvironments });
    expect(local.out).toContain("the states, empty, in files of this project's folder");
  });

  it("blocks where another environment rotates with the function", () => {
    const arn = "arn:aws:lambda:eu-west-1:111122223333:function:sample-rotation";
    const other = parseEnvironment("other", sampleWith({ rotationFunction: { arn } }));
    expect(destroyFindings(sample, [sample, other])[0]).toMatchObject({
      kind: "blocks",
      what: expect.stringContaining("the environment other rotates with this environment's function"),
    });
    expect(
      destroyFindings(other, [sample, other])
        .map(({ what }) => what)
        .join(),
    ).not.toContain("network interfaces");
  });

  it("blocks where a secret's policy lets other roles only delete it", () => {
    const role = "arn:aws:iam::111122223333:role/breakglass";
    const choice = { value: [role], reason: "two people delete together" };
    const guarded = parseEnvironment("sample", sampleWith({ "appSecrets.0.deletionRoles": choice }));
    expect(destroyFindings(guarded, [])).toContainEqual({
      kind: "blocks",
      what: `the secret shop can be deleted by ${role} only`,
      remedy: expect.stringContaining("destroy as one of these roles"),
      dependsOnRole: true,
    });
    const byRole = sampleWith({ "appSecrets.0.deletionRoles": choice, deployRoles: { appSecret: role } });
    expect(JSON.stringify(destroyFindings(parseEnvironment("sample", byRole), []))).not.toContain("can be deleted by");
  });

  describe("with --deployed", () => {
    const open = parseEnvironment(
      "sample",
      sampleWith({ "database.deletionProtection": { value: false, reason: "it is being destroyed" } }),
    );
    const instance = { identifier: "sample-mysql", host: "db", port: 3306, status: "available", adminSecretArn: "arn" };
    const run = (aws: FakeAws) =>
      runForTest(["destroy-check", "sample", "--deployed"], { environments: () => ({ sample: open }), aws: () => aws });

    it("blocks at a protection that was taken off in the file and not deployed, and says what to apply", async () => {
      const { exitCode, out } = await run(fakeAws({ secrets: {}, instance: { ...instance, isProtected: true } }));
      expect(exitCode).toBe(1);
      expect(out).toContain("that was not deployed yet\n    npm run deploy -- 'sample-network' 'sample-database'\n");
      expect((await run(fakeAws({ secrets: {}, instance: { ...instance, isProtected: false } }))).exitCode).toBe(0);
    });

    it("blocks at a secret that waits for its deletion already", async () => {
      const shop = fakeSecret({ name: "sample/shop", deletedAt: new Date("2026-01-04T00:00:00Z") });
      const { exitCode, out } = await run(fakeAws({ secrets: { shop } }));
      expect(exitCode).toBe(1);
      expect(out).toContain("npm run ops -- restore-name sample shop");
    });
  });

  it("names each secret that waits in recovery, and the command that frees its name", () => {
    const stays = destroyFindings(sample, []).filter(({ kind }) => kind === "stays");
    expect(stays).toContainEqual({
      kind: "stays",
      what: expect.stringContaining("the name sample/shop, for 30 days"),
      remedy: "afterwards: npm run ops -- restore-name sample shop",
    });
  });

  it("names the sandbox's command where the environment is on this machine", async () => {
    const { out } = await runForTest(["destroy-check", "local"], { environments: loadEnvironments });
    expect(out).toMatch(/\nnext: npm run local -- destroy$/);
  });

  it.each(["dev", "staging", "prod"] as const)("prints for %s without an AWS account", async (name) => {
    const { out, err } = await runForTest(["destroy-check", name], { environments: loadEnvironments });
    expect(err).toBe("");
    expect(out).toContain("Stays behind");
    const { exitCode } = await runForTest(["destroy-check", name, "--json"], { environments: loadEnvironments });
    expect(exitCode).toBe(name === "dev" ? 0 : exitCode);
  });
});
