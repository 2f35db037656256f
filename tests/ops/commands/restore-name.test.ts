import { parseEnvironment } from "../../../environments";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);
const instance = { identifier: "sample-mysql", host: "db", port: 3306, status: "available", adminSecretArn: "arn" };
/** Of a deployment that made a new database and stopped at the name of the secret. */
const younger = { ...instance, createdAt: new Date("2026-02-03T00:00:00Z") };
const deleted = fakeSecret({
  name: "sample/shop",
  deletedAt: new Date("2026-02-08T00:00:00Z"),
  lastChangedAt: new Date("2026-02-01T00:00:00Z"),
});

const restoreName = async (world: Parameters<typeof fakeAws>[0], ...options: string[]) => {
  const aws = fakeAws(world);
  const around = { environments: () => ({ sample }), aws: () => aws };
  return { ...(await runForTest(["restore-name", "sample", "shop", ...options], around)), changes: aws.changes };
};

describe("ops restore-name", () => {
  it("takes a secret back, and leads to unstick where the database lives", async () => {
    const { changes, out } = await restoreName({ secrets: { deleted }, instance }, "--yes");
    expect(changes).toEqual([`restore ${deleted.arn}`]);
    expect(out).toMatch(/^sample\/shop: restored\n/);
    expect(out).toMatch(/\nnext: npm run ops -- unstick sample shop$/);
    // The database may outlive a destroyed stack of secrets, and only Terraform's state knows.
    expect(out).toContain(`import aws_secretsmanager_secret.secret_shop ${deleted.arn}`);
  });

  it("leads to the import where the environment was destroyed", async () => {
    const { out } = await restoreName({ secrets: { deleted } }, "--yes");
    expect(out).toContain(`import aws_secretsmanager_secret.secret_shop ${deleted.arn}`);
  });

  it("frees the name, or leads to the import, where a deployment has made a new database and stopped at the name", async () => {
    const purged = await restoreName({ secrets: { deleted }, instance: younger }, "--purge", "--yes");
    expect(purged).toMatchObject({ exitCode: 0, changes: [`delete ${deleted.arn} for ever`] });
    const restored = await restoreName({ secrets: { deleted }, instance: younger }, "--yes");
    expect(restored.out).toContain(`import aws_secretsmanager_secret.secret_shop ${deleted.arn}`);
    const older = { ...instance, createdAt: new Date("2026-01-30T00:00:00Z") };
    expect((await restoreName({ secrets: { deleted }, instance: older }, "--purge", "--yes")).exitCode).toBe(1);
  });

  it("purges only where no database can need the versions", async () => {
    const refused = await restoreName({ secrets: { deleted }, instance }, "--purge", "--yes");
    expect(refused).toMatchObject({
      exitCode: 1,
      changes: [],
      err: expect.stringContaining("the only password of a live account"),
    });
    const done = await restoreName({ secrets: { deleted } }, "--purge", "--yes");
    expect(done).toMatchObject({ exitCode: 0, changes: [`delete ${deleted.arn} for ever`] });
    expect(done.out).toContain("next: npm run deploy -- 'sample-*'");
  });

  it("does nothing where the name is free or the secret lives", async () => {
    expect(await restoreName({ secrets: {} })).toMatchObject({
      exitCode: 0,
      out: "sample/shop: the name is free",
      changes: [],
    });
    const secrets = { shop: fakeSecret({ name: "sample/shop" }) };
    expect((await restoreName({ secrets })).out).toContain("does not wait for its deletion");
  });
});
