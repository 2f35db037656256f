import { passwordLiterals } from "../../../stacks/guard-rails/password-literals";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const instance = (values: Record<string, unknown>) =>
  foundIn(passwordLiterals, { aws_db_instance: { instance: values } });
const userData = (text: string) => foundIn(passwordLiterals, { aws_instance: { bastion: { user_data: text } } });

describe("password-literals", () => {
  test("accepts names, ARNs, switches and words about passwords", () => {
    expect(
      instance({
        manage_master_user_password: true,
        master_user_secret_kms_key_id: expression("aws_kms_key.key.arn"),
        username: "admin",
        description: "Login of shop; its password changes by itself.",
      }),
    ).toEqual([]);
    expect(userData("arn:aws:secretsmanager:eu-west-1:111122223333:secret:sample/shop")).toEqual([]);
    expect(userData("#!/bin/bash\nPasswordAuthentication no\nPermitEmptyPasswords no\n")).toEqual([]);
  });

  test("finds an argument that holds a password, however deep, and does not show it", () => {
    expect(instance({ nested: [{ password: "canary" }] })).toEqual([
      "sample-one/instance: a text in nested.password that holds a secret by its name (not shown)",
    ]);
  });

  test("finds a setting of a function that is called a password", () => {
    const environment = { variables: { DATABASE_PASSWORD: "canary" } };
    expect(foundIn(passwordLiterals, { aws_lambda_function: { function: { environment } } })).toEqual([
      "sample-one/function: a text in environment.variables.DATABASE_PASSWORD that holds a secret by its name (not shown)",
    ]);
  });

  test.each([
    "AKIA" + "IOSFODNN7EXAMPLE",
    "-----BEGIN RSA PRIVATE KEY-----",
    "mysql://shop:canary@host/shop",
    "mysql -u shop --password=canary-canary",
    "ALTER USER shop IDENTIFIED BY 'canary'",
    '{"password": "canary-canary"}',
  ])("finds %s", (text) => {
    expect(userData(text)).toEqual(["sample-one/bastion: a text in user_data that looks like one (not shown)"]);
  });
});
