import { secretRow } from "../../../local/sandbox/status";

const NEXT = new Date("2026-01-03T02:00:00.000Z");
const VERSION = { AWSCURRENT: "a", AWSPENDING: "b" };

describe("a secret's row of the status", () => {
  test("shows strategy, current user, and the end of the next window", () => {
    const described = {
      Tags: [{ Key: "rotation:strategy", Value: "single-user" }],
      VersionIdsToStages: { a: ["AWSCURRENT", "AWSPENDING"], c: ["AWSPREVIOUS"] },
      LastRotatedDate: new Date("2026-01-01T00:00:01.234Z"),
      NextRotationDate: NEXT,
    };
    expect(secretRow("local/shop", "shop_clone", described)).toEqual([
      "local/shop",
      "single-user",
      "shop_clone",
      "no",
      "2026-01-01T00:00:01Z",
      "2026-01-03T02:00:00Z",
    ]);
  });

  test("shows a rotation that is under way or stuck, one that never was, and one that is off", () => {
    const VersionIdsToStages = { [VERSION.AWSCURRENT]: ["AWSCURRENT"], [VERSION.AWSPENDING]: ["AWSPENDING"] };
    expect(secretRow("local/shop", "shop", { VersionIdsToStages }).slice(3)).toEqual(["yes", "never", "off"]);
  });
});
