import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import { emptySecret } from "../../support/empty-secret";
import { manualUser } from "../../support/manual-user";
import { connectAs } from "../../support/mysql";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const STRANGER = "somebody-Elses-1";

describe("16. An account that somebody makes between the look and CREATE USER is not taken", () => {
  let world: RotationWorld;
  let beforeCreate: ((user: string) => Promise<unknown>) | undefined;
  beforeAll(async () => {
    const watched = (session: DatabaseSession): DatabaseSession =>
      new Proxy(session, {
        get: (target, name) => {
          if (name !== "apply") {
            const member: unknown = Reflect.get(target, name);
            return typeof member === "function" ? member.bind(target) : member;
          }
          return async (change: Parameters<DatabaseSession["apply"]>[0]) => {
            const effect = beforeCreate;
            if (change.kind === "create-account" && effect !== undefined) {
              beforeCreate = undefined;
              await effect(change.account.user);
            }
            return target.apply(change);
          };
        },
      });
    world = await rotationWorld(
      {},
      {
        aroundDatabase: (database) => ({
          login: async (request) => {
            const answer = await database.login(request);
            return answer.kind === "accepted" ? { ...answer, session: watched(answer.session) } : answer;
          },
        }),
      },
    );
  });
  afterAll(() => world.close());

  const makeStranger = () => {
    beforeCreate = (user) => asRoot(`CREATE USER '${user}'@'%' IDENTIFIED BY '${STRANGER}'`);
  };
  const requireUntouched = async (username: string) => (await connectAs({ username, password: STRANGER })).end();
  const notOurs = { code: "account_not_ours", effect: "none" };

  it("by a rotation", async () => {
    const made = await manualUser(world);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    makeStranger();
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(/create-account.* found: 1396 /);
    await expect(made.secret.step("setSecret", token)).rejects.toMatchObject(notOurs);
    await requireUntouched(made.clone);
  });

  it("by provisioning", async () => {
    const empty = await emptySecret(world);
    makeStranger();
    await expect(empty.provision()).rejects.toThrow(/create-account.* found: 1396 /);
    await expect(empty.provision()).rejects.toMatchObject(notOurs);
    await requireUntouched(empty.username);
  });
});
