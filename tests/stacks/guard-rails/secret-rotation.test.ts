import { secretRotation } from "../../../stacks/guard-rails/secret-rotation";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const secret = { aws_secretsmanager_secret: { shop: { name: "sample/shop" } } };
const database = (values: Record<string, unknown>) =>
  foundIn(secretRotation, { aws_db_instance: { instance: values } });

describe("secret-rotation", () => {
  test("accepts a secret with a schedule, and an admin's password that RDS makes", () => {
    const rotation = { secret_id: expression("aws_secretsmanager_secret.shop.arn") };
    expect(foundIn(secretRotation, { ...secret, aws_secretsmanager_secret_rotation: { shop: rotation } })).toEqual([]);
    expect(database({ manage_master_user_password: true })).toEqual([]);
    expect(database({ replicate_source_db: "source" })).toEqual([]);
  });

  test("finds a secret that nothing rotates, though another one is", () => {
    const rotation = { secret_id: expression("aws_secretsmanager_secret.other.arn") };
    expect(foundIn(secretRotation, { ...secret, aws_secretsmanager_secret_rotation: { other: rotation } })).toEqual([
      "sample-one/shop: a secret without rotation",
    ]);
  });

  test("finds an admin's password that RDS does not change", () => {
    expect(database({ manage_master_user_password: false })).toEqual([
      "sample-one/instance: manage_master_user_password = false",
    ]);
  });
});
