import { STRATEGY_NAMES } from "../../../rotation-fn/settings";
import { type Drill, type Drills, drills } from "../../support/on-call/drill";
import { asRoot } from "../../support/rotation-world";

jest.setTimeout(120_000);

const account = async (drill: Drill, label?: string): Promise<string> =>
  `'${(await drill.secret.value(label)).username}'@'%'`;

describe("drills: applications log in, and rotation does not work", () => {
  let all: Drills;
  beforeAll(async () => {
    all = await drills();
  });
  afterAll(() => all.close());

  it.each(STRATEGY_NAMES)("%s: a rotation is stuck after an outage", async (strategy) => {
    const drill = await all.begin(strategy);
    const user = await account(drill);
    await asRoot(`ALTER USER ${user} ACCOUNT LOCK`);
    await drill.rotateAgain();
    await asRoot(`ALTER USER ${user} ACCOUNT UNLOCK`);
    expect(Object.values(await drill.secret.labels())).toContainEqual(["AWSPENDING"]);
    expect(await drill.rotateUntilDone()).toEqual([]);
    await drill.expectSound();
  });

  it("alternating-users: the idle user was dropped", async () => {
    const drill = await all.begin("alternating-users");
    await asRoot(`DROP USER ${await account(drill, "AWSPREVIOUS")}`);
    expect(await drill.rotateUntilDone()).toEqual([]);
    await drill.expectSound();
  });

  it("alternating-users: the current user was dropped, and the other one still logs in", async () => {
    const drill = await all.begin("alternating-users");
    await asRoot(`DROP USER ${await account(drill)}`);
    expect(await drill.repairLogin()).toBe("moved back");
    await drill.rotateUntilDone();
    await drill.expectSound();
  });

  it.each(["single-user", "admin-rotated"] as const)("%s: the only user was dropped", async (strategy) => {
    const drill = await all.begin(strategy);
    await asRoot(`DROP USER ${await account(drill)}`);
    await drill.follow("A user was dropped");
    await drill.rotateUntilDone();
    await drill.expectSound();
  });

  it.each(["alternating-users", "admin-rotated"] as const)("%s: the admin secret is wrong", async (strategy) => {
    const drill = await all.begin(strategy);
    await asRoot(`ALTER USER '${drill.adminUser}' IDENTIFIED BY 'changed-by-Hand-1'`);
    expect(await drill.rotateUntilDone()).toEqual(["admin_login_refused"]);
    await drill.expectSound();
  });

  it("alternating-users: somebody gave the idle user rights by hand", async () => {
    const drill = await all.begin("alternating-users");
    const { dbname } = await drill.secret.value();
    await asRoot(
      `GRANT DELETE, UPDATE ON \`${dbname.replaceAll("_", "\\_")}\`.* TO ${await account(drill, "AWSPREVIOUS")}`,
    );
    expect(await drill.follow("Applications cannot log in now", "audit")).toMatch(/"grantDrift":[1-9]/);
    expect(await drill.rotateUntilDone()).toEqual([]);
    expect(await drill.follow("Applications cannot log in now", "audit")).toContain('"grantDrift":0');
    await drill.expectSound();
  });
});
