import { type OpsWorld, opsWorld } from "../../support/ops-world";
import { asRoot, logIn } from "../../support/rotation-world";

describe("ops rotate", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  it("rotates, follows the four steps and proves the new login", async () => {
    const { ops: run, secret } = await ops.deployed("alternating-users");
    const before = await secret.value();
    const { exitCode, out, err } = await run("rotate", "--yes");
    const after = await secret.value();
    expect({ exitCode, out }).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^rotated in .*, and a login with it works$/),
    });
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"])
      expect(err).toMatch(new RegExp(`${step} .* ok`));
    expect(after.password).not.toBe(before.password);
    await logIn(after);
    expect(`${out}${err}`).not.toContain(after.password);
  });

  it("changes nothing without --yes where there is no terminal to ask at", async () => {
    const { ops: run, secret } = await ops.deployed("single-user");
    const before = await secret.labels();
    const { exitCode, err } = await run("rotate");
    expect(exitCode).toBe(2);
    expect(err).toContain("(confirmation_required)");
    expect(await secret.labels()).toEqual(before);
  });

  it("prints the function's own error, the labels and the next command when a step fails", async () => {
    const { ops: run, secret, environment } = await ops.deployed("admin-rotated");
    const { username } = await secret.value();
    await asRoot(`ALTER USER '${username}'@'%' IDENTIFIED BY 'by-Hand-1'`);
    const { exitCode, out } = await run("rotate", "--yes");
    expect(exitCode).toBe(1);
    expect(out).toContain("the rotation failed at setSecret: credential_lost");
    expect(out).toMatch(/effect on the database: none; .*AWSPENDING on /);
    expect(out).toContain(`next: npm run ops -- unstick ${environment.name} shop`);
  });

  it("continues a pending rotation with its version, and does not take the earlier failure for a new one", async () => {
    const { ops: run, secret } = await ops.deployed("alternating-users");
    const { username } = await secret.value();
    await asRoot(`ALTER USER '${username}'@'%' ACCOUNT LOCK`);
    expect((await run("rotate", "--yes", "--timeout", "20")).exitCode).toBe(1);
    await asRoot(`ALTER USER '${username}'@'%' ACCOUNT UNLOCK`);
    const pending = Object.entries(await secret.labels()).find(([, labels]) => labels.includes("AWSPENDING"))?.[0];
    const { exitCode, err } = await run("rotate", "--yes");
    expect(exitCode).toBe(0);
    expect(err).toContain(`Continues the pending rotation of ${secret.name} (version ${pending})`);
    expect((await secret.labels())[pending ?? ""]).toContain("AWSCURRENT");
  });

  it("prints one document with --json", async () => {
    const { ops: run } = await ops.deployed("single-user");
    const { exitCode, json } = await run("rotate", "--yes", "--json");
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ version: 1, command: "rotate", state: "complete", audit: { healthy: true } });
  });
});
