import { privateDatabase } from "../../../stacks/guard-rails/private-database";
import { foundIn } from "../../support/guard-rail-fixture";

const database = (values: Record<string, unknown>) =>
  foundIn(privateDatabase, { aws_db_instance: { instance: values } });

describe("private-database", () => {
  test("accepts a database without a public address", () => {
    expect(database({ publicly_accessible: false })).toEqual([]);
  });

  test.each([
    [{ publicly_accessible: true }, "true"],
    [{}, "nothing"],
  ])("finds %j", (values, found) => {
    expect(database(values)).toEqual([`sample-one/instance: publicly_accessible = ${found}`]);
  });
});
