import type { DrillWorld } from "../../../ops/drill/drill-world";
import { DRILL_SITUATIONS } from "../../../ops/drill/situations";

describe("the situation rotation-stuck", () => {
  it("unlocks the account also where the rotation did not end as it should", async () => {
    const statements: string[] = [];
    const world = {
      user: async () => "shop",
      asAdmin: async (statement: string) => void statements.push(statement),
      rotate: () => Promise.reject(new Error("it succeeded")),
    } as Partial<DrillWorld> as DrillWorld;
    const stuck = DRILL_SITUATIONS.find(({ name }) => name === "rotation-stuck");
    await expect(stuck?.make(world)).rejects.toThrow("it succeeded");
    expect(statements).toEqual(["ALTER USER 'shop'@'%' ACCOUNT LOCK", "ALTER USER 'shop'@'%' ACCOUNT UNLOCK"]);
  });
});
