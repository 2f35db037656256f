import { parseEnvironment } from "../../../environments";
import { logsIn } from "../../support/ops-accidents";
import { type OpsWorld, opsWorld, runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

jest.setTimeout(180_000);

describe("ops drill", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  it("breaks the secret, waits until somebody has healed it, and tells the time and what was found meanwhile", async () => {
    const one = await ops.deployed("admin-rotated", 2);
    const { name } = one.environment;
    const drill = runForTest(["drill", "password-changed", name, "--local", "--yes", "--json"], one.surroundings);
    for (let look = 0; look < 200 && (await logsIn(one)); look++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await logsIn(one)).toBe(false);
    await one.ops("unstick", "--yes");
    await one.ops("rotate", "--yes");
    const { exitCode, json } = await drill;
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ situation: "password-changed", isHealed: true, tookMs: expect.any(Number) });
    const { steps } = json() as { steps: { found: string }[] };
    expect(steps[0]?.found).toMatch(/^state 13: /);
    expect(steps.at(-1)?.found).toBe("everything holds that verify checks");
  });

  it("says after its time that nobody has healed it", async () => {
    const one = await ops.deployed("alternating-users", 2);
    const words = ["drill", "idle-user-dropped", one.environment.name, "shop", "--local", "--yes", "--timeout", "20"];
    const { exitCode, out } = await runForTest(words, one.surroundings);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/does not hold: .*not healed after 2\d s/s);
  });

  it("breaks nothing at AWS, nothing that it does not know, and nothing where it cannot happen", async () => {
    const sample = parseEnvironment("sample", SAMPLE);
    const environments = () => ({ sample });
    const drill = (...words: string[]) => runForTest(["drill", ...words, "--yes"], { environments });
    expect(await drill("password-changed", "sample")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("a drill breaks logins on purpose, and sample is at AWS"),
    });
    expect(await drill("fire", "sample", "--local")).toMatchObject({ exitCode: 2 });
    const one = await ops.deployed("single-user", 0);
    const words = ["drill", "idle-user-dropped", one.environment.name, "shop", "--local", "--yes"];
    expect((await runForTest(words, one.surroundings)).err).toContain("idle-user-dropped cannot happen to shop");
  });
});
