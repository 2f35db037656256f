import { keyRotation } from "../../../stacks/guard-rails/key-rotation";
import { foundIn } from "../../support/guard-rail-fixture";

const key = (values: Record<string, unknown>) => foundIn(keyRotation, { aws_kms_key: { key: values } });

describe("key-rotation", () => {
  test("accepts a key that rotates and has a policy", () => {
    expect(key({ enable_key_rotation: true, policy: "{}" })).toEqual([]);
  });

  test.each([
    [{ policy: "{}" }, "enable_key_rotation = nothing, policy = written"],
    [{ enable_key_rotation: true }, "enable_key_rotation = true, policy = none"],
  ])("finds %j", (values, found) => {
    expect(key(values)).toEqual([`sample-one/key: ${found}`]);
  });
});
