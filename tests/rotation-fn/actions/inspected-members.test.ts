import { type InspectResult, inspect } from "../../../rotation-fn/actions/inspect";
import { readSettings } from "../../../rotation-fn/settings";
import { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { MemoryWorld, SECRET, SILENT } from "../../support/memory/memory-world";
import { begin, putCurrent } from "../answers/world-changes";

function inspected(world: MemoryWorld): Promise<InspectResult> {
  return inspect(
    { action: "inspect", secretId: SECRET },
    {
      ...{ secrets: world.secrets.store(), database: world.database.port(), settings: readSettings({}), log: SILENT },
      ...{ clock: { now: () => 0, sleep: async () => undefined }, tested: new TestedVersions() },
    },
  );
}

describe("what inspect answers", () => {
  it("has no member for what is not there", async () => {
    const world = await MemoryWorld.provisioned({ strategy: "single-user" });
    await putCurrent(world, { masterarn: undefined });
    const members = ["secretId", "secret", "rotationEnabled", "strategy", "current", "previous"];
    expect(Object.keys(await inspected(world))).toEqual(members);
  });

  it("has no action for an obstacle that no command removes", async () => {
    const world = await MemoryWorld.provisioned({ strategy: "single-user", engine: "mariadb" });
    await begin(world, 2);
    await putCurrent(world, { port: 3307 });
    const { obstacle } = await inspected(world);
    expect(obstacle).toStrictEqual({ code: "pending_outdated", message: expect.stringContaining("do not cancel") });
  });
});
