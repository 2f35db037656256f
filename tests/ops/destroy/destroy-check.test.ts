import { loadEnvironments, parseEnvironment } from "../../../environments";
import { destroyFindings } from "../../../ops/destroy/destroy-checks";
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

  it("names each secret that waits in recovery, and the command that frees its name", () => {
    const stays = destroyFindings(sample, []).filter(({ kind }) => kind === "stays");
    expect(stays).toContainEqual({
      kind: "stays",
      what: expect.stringContaining("the name sample/shop, for 30 days"),
      remedy: "afterwards: npm run ops -- restore-name sample shop",
    });
  });

  it.each(["dev", "staging", "prod"] as const)("prints for %s without an AWS account", async (name) => {
    const { out, err } = await runForTest(["destroy-check", name], { environments: loadEnvironments });
    expect(err).toBe("");
    expect(out).toContain("Stays behind");
    const { exitCode } = await runForTest(["destroy-check", name, "--json"], { environments: loadEnvironments });
    expect(exitCode).toBe(name === "dev" ? 0 : exitCode);
  });
});
