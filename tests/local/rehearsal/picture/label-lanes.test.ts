import { labelBars } from "../../../../local/rehearsal/picture/label-bars";
import { labelLanes } from "../../../../local/rehearsal/picture/label-lanes";
import { secretLanes } from "../../../../local/rehearsal/picture/layout";
import { timeScale } from "../../../../local/rehearsal/picture/scale";
import type { SecretRecord } from "../../../../local/rehearsal/record";
import { labelMove } from "../../../../local/rehearsal/report";
import { syntheticRecord } from "../synthetic-record";

const [pair] = syntheticRecord({ rotations: 2 }).secrets;
if (pair === undefined) throw new Error("the synthetic record has no secret");

/** The same, as if all of it had happened to one user. */
const single: SecretRecord = {
  ...pair,
  users: ["orders"],
  labels: pair.labels.map((span) => ({ ...span, username: "orders" })),
};

describe("the rows on which labels are drawn", () => {
  it("are the users of a pair", () => {
    const { names, indexOf } = labelLanes(pair);
    expect(names).toEqual(["orders", "orders_clone"]);
    expect(indexOf({ username: "orders_clone", versionId: "whatever" })).toBe(1);
  });

  it("are the two passwords that a single user can have at a time, in turn", () => {
    const { names, indexOf } = labelLanes(single);
    expect(names).toEqual(["orders · v1, v3 …", "orders · v2, v4 …"]);
    const versions = [1, 2, 3].map((number) => ({ username: "orders", versionId: `orders-version-${number}` }));
    expect(versions.map(indexOf)).toEqual([0, 1, 0]);
  });

  it("show the labels of a single user side by side, none over another", () => {
    const scale = timeScale(0, 6_500, 248, 1_172);
    const bars = (secret: SecretRecord) => labelBars(secret, secretLanes(labelLanes(secret).names, [], 0), scale);
    const places = (markup: string) =>
      [...markup.matchAll(/<rect[^>]* x="([^"]+)" y="([^"]+)"/g)].map((found) => found[0]);
    expect(new Set(places(bars(single))).size).toBe(single.labels.length);
    expect(places(bars(single))).toEqual(places(bars(pair)));
  });
});

describe("what a label named before and after a rotation", () => {
  const [rotation] = pair.rotations;
  if (rotation === undefined) throw new Error("the synthetic secret has no rotation");

  it("is two users of a pair, and another password of a single one", () => {
    expect(labelMove(rotation, "AWSCURRENT")).toBe("orders → orders_clone");
    expect(labelMove(rotation, "AWSPREVIOUS")).toBe("– → orders");
    const same = { ...rotation, before: { AWSCURRENT: "orders" }, after: { AWSCURRENT: "orders" } };
    expect(labelMove(same, "AWSCURRENT")).toBe("orders, next password");
    expect(labelMove(same, "AWSPREVIOUS")).toBe("– → –");
  });
});
