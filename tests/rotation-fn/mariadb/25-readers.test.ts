import { manualUser } from "../../support/manual-user";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import type { RotationWorld } from "../../support/rotation-world";

describeOwnServer("25. A reader of MariaDB in the secret", () => {
  let server: OwnMysql;
  let world: RotationWorld;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql: server, world, close } = await startOwnServerWorld());
  }, 60_000);
  afterAll(() => close());

  it("is refused before anything is changed, because nobody could wait for it", async () => {
    const made = await manualUser(world, { mysql: server, value: { writerHost: "writer.invalid" } });
    const before = await made.definition(made.username);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    await server.run("SET GLOBAL read_only = ON");
    try {
      const step = made.secret.step("setSecret", token);
      await expect(step).rejects.toMatchObject({ code: "unsupported_server", effect: "none" });
      await expect(step).rejects.toThrow(/let "host" of the secret be the writer/);
    } finally {
      await server.run("SET GLOBAL read_only = OFF");
    }
    expect(await made.definition(made.username)).toBe(before);
  });
});
