import { connect } from "../../../local/mysql/connection";
import { inGrant } from "../../support/account-text";
import { type FailingStep, failingStep, sqlIn } from "../../support/failing-step";
import { itOnMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import type { RotationWorld } from "../../support/rotation-world";

describeOwnServer("12. errors name who holds a lock and what a right lacks", () => {
  let mysql: OwnMysql;
  let world: RotationWorld;
  let step: FailingStep;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql, world, close } = await startOwnServerWorld());
  });
  afterAll(() => close());
  beforeEach(async () => {
    step = await failingStep(world, mysql);
  });

  it("a lock that another user of the server holds: a person is asked, and told whose session it is", async () => {
    await mysql.run("CREATE USER IF NOT EXISTS stranger IDENTIFIED BY 'Stranger-123'");
    const stranger = await connect(mysql, { username: "stranger", password: "Stranger-123" });
    try {
      await stranger.query("SELECT GET_LOCK(?, 0)", [`rotation-fn/${step.username}`]);
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "rotation_in_progress", effect: "none" });
      expect(found.message).toMatch(
        /another user of the server holds the lock .*session (\d+) of 'stranger' .*KILL \1/,
      );
      expect(sqlIn(found.command)).toBe("SHOW FULL PROCESSLIST");
    } finally {
      stranger.destroy();
    }
  });

  it("a lock that another invocation holds heals by itself", async () => {
    const other = await connect(mysql, mysql.admin);
    try {
      await other.query("SELECT GET_LOCK(?, 0)", [`rotation-fn/${step.username}`]);
      const found = await step.setSecret();
      expect(found).toMatchObject({ code: "rotation_in_progress", command: undefined });
      expect(found.message).toMatch(/another invocation is working .*session \d+ of 'admin'/);
    } finally {
      other.destroy();
    }
  });

  itOnMariadb()("ALL PRIVILEGES holds one that the admin has not got: which", async () => {
    const { dbname } = await step.secret.value();
    await mysql.run(`GRANT ALL PRIVILEGES ON \`${inGrant(dbname)}\`.* TO ${step.app}`);
    const found = await step.setSecret();
    expect(found).toMatchObject({ code: "missing_privilege" });
    expect(found.message).toMatch(/1044 .*of these it has not got DELETE HISTORY itself/);
  });
});
