import { multiAz } from "../../../stacks/guard-rails/multi-az";
import { foundIn } from "../../support/guard-rail-fixture";

const database = (values: Record<string, unknown>) => foundIn(multiAz, { aws_db_instance: { instance: values } });

describe("multi-az", () => {
  test("accepts a standby, a reason, and a replica", () => {
    expect(database({ multi_az: true })).toEqual([]);
    expect(database({ multi_az: false, tags: { "weakened:multi-az": "nobody waits for dev" } })).toEqual([]);
    expect(database({ replicate_source_db: "source" })).toEqual([]);
  });

  test.each([
    [{ multi_az: false }, "false"],
    [{}, "nothing"],
  ])("finds %j", (values, found) => {
    expect(database(values)).toEqual([`sample-one/instance: multi_az = ${found}`]);
  });
});
