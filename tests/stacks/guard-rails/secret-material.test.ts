import { secretMaterial } from "../../../stacks/guard-rails/secret-material";
import { environmentOf, foundBy, foundIn } from "../../support/guard-rail-fixture";

describe("secret-material", () => {
  test("accepts a secret whose value is no resource, and a public parameter of AWS", () => {
    const environment = environmentOf({
      one: {
        resource: { aws_secretsmanager_secret: { secret: { name: "sample/shop" } } },
        data: { aws_ssm_parameter: { image: { name: "/aws/service/ami-amazon-linux-latest/al2023" } } },
      },
    });
    expect(foundBy(secretMaterial, environment)).toEqual([]);
  });

  test("finds a secret's version, which would one day be written over a live one", () => {
    expect(foundIn(secretMaterial, { aws_secretsmanager_secret_version: { first: {} } })).toEqual([
      "sample-one/first: aws_secretsmanager_secret_version",
    ]);
  });

  test.each(["random_password", "tls_private_key", "aws_iam_access_key", "aws_ssm_parameter"])("finds %s", (type) => {
    expect(foundIn(secretMaterial, { [type]: { made: {} } })).toEqual([`sample-one/made: ${type}`]);
  });

  test("finds a secret that is only read: data is kept in the state as well", () => {
    const environment = environmentOf({ one: { data: { aws_secretsmanager_secret_version: { current: {} } } } });
    expect(foundBy(secretMaterial, environment)).toHaveLength(1);
  });
});
