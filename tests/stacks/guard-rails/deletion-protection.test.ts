import { deletionProtection } from "../../../stacks/guard-rails/deletion-protection";
import { foundIn } from "../../support/guard-rail-fixture";

const unprotected = {
  aws_db_instance: {
    instance: { deletion_protection: false, tags: { "weakened:deletion-protection": "rebuilt every night" } },
  },
};

describe("deletion-protection", () => {
  test("accepts a protected database anywhere, and an unprotected one with a reason outside production", () => {
    const on = { aws_db_instance: { instance: { deletion_protection: true } } };
    expect(foundIn(deletionProtection, on, "prod")).toEqual([]);
    expect(foundIn(deletionProtection, unprotected, "dev")).toEqual([]);
    expect(foundIn(deletionProtection, unprotected, "preprod")).toEqual([]);
  });

  test.each(["prod", "prod-eu", "production"])("finds an unprotected database in %s, whatever the reason", (name) => {
    expect(foundIn(deletionProtection, unprotected, name)).toEqual([
      `${name}-one/instance: deletion_protection = false in ${name}`,
    ]);
  });

  test("finds one without a reason anywhere", () => {
    expect(foundIn(deletionProtection, { aws_db_instance: { instance: {} } }, "dev")).toEqual([
      "dev-one/instance: deletion_protection = nothing in dev",
    ]);
  });
});
