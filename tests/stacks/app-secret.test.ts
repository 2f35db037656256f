import { parseEvent } from "../../rotation-fn/event";
import { SETTING_NAMES, STRATEGY_TAG } from "../../rotation-fn/settings";
import { expression } from "../support/expression";
import { SAMPLE, sampleWith } from "../support/sample-environment";
import { FIXTURE_ZIP, stacksOf, stacksOfOwn } from "../support/synthesized-stacks";

const appSecret = stacksOf(SAMPLE)("app-secret");

/** An event as the function gets it: Terraform has put values in the place of the references. */
function eventOf(id: string): unknown {
  const input = String(appSecret.resource("aws_lambda_invocation", id).input);
  return JSON.parse(input.replace(/:\$\{[^}]+instanceport\}/, ":3306"));
}

describe("an app secret", () => {
  test("has a key, a time to change one's mind, and the tag that chooses its strategy", () => {
    expect(appSecret.resource("aws_secretsmanager_secret", "secret_shop")).toMatchObject({
      name: "sample/shop",
      kms_key_id: expression("aws_kms_key.key.arn"),
      recovery_window_in_days: 30,
      tags: { [STRATEGY_TAG]: "alternating-users" },
    });
  });

  test("has no value that Terraform follows", () => {
    expect(appSecret.addresses().filter((address) => address.startsWith("aws_secretsmanager_secret_version"))).toEqual(
      [],
    );
  });

  test("is closed to other accounts", () => {
    const policy = appSecret.resource("aws_secretsmanager_secret_policy", "secret_policy_shop");
    expect(policy.block_public_policy).toBe(true);
    expect(JSON.parse(String(policy.policy)).Statement).toEqual([
      {
        Sid: "NobodyOutsideTheAccount",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:*",
        Resource: "*",
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ]);
  });

  test("rotates every two days in a window of two hours, at once for the first time", () => {
    expect(appSecret.resource("aws_secretsmanager_secret_rotation", "rotation_shop")).toMatchObject({
      rotation_rules: { schedule_expression: "rate(2 days)", duration: "2h" },
      rotate_immediately: true,
    });
  });

  test("can be read by an application that gets its policy, and nothing else can be", () => {
    const { policy } = appSecret.resource("aws_iam_policy", "consumer_policy_reporting");
    const [read, decrypt, ...more] = JSON.parse(String(policy)).Statement;
    expect(more).toEqual([]);
    expect(read).toMatchObject({
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: expression("aws_secretsmanager_secret.secret_reporting.arn"),
    });
    expect(decrypt).toMatchObject({
      Action: "kms:Decrypt",
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:SecretARN": expression("aws_secretsmanager_secret.secret_reporting.arn"),
        },
      },
    });
  });
});

describe("the function", () => {
  const rotator = appSecret.resource("aws_lambda_function", "function");

  test("is one for all app secrets, in the private subnets, with a log group of its own", () => {
    expect(Object.keys(appSecret.resources("aws_lambda_function"))).toEqual(["function"]);
    expect(rotator).toMatchObject({
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memory_size: 256,
      timeout: 300,
      vpc_config: {
        security_group_ids: [expect.stringMatching(/security_groupfunction_groupid\}$/)],
        subnet_ids: [
          expect.stringMatching(/private_eu-west-1aid\}$/),
          expect.stringMatching(/private_eu-west-1bid\}$/),
        ],
      },
      replace_security_groups_on_destroy: true,
      replacement_security_group_ids: [expect.stringMatching(/default_security_groupdefault_groupid\}$/)],
    });
    expect(appSecret.resource("aws_cloudwatch_log_group", "function_log_group").name).toBe(
      "/aws/lambda/sample-rotation",
    );
  });

  test("is deployed from a path that is the same on every machine and changes with the content", () => {
    const hex = Buffer.from(FIXTURE_ZIP.sha256, "base64").toString("hex");
    expect(rotator).toMatchObject({
      filename: `assets/function_code/${hex}/rotation-fn.zip`,
      source_code_hash: FIXTURE_ZIP.sha256,
    });
  });

  test("gets settings that it knows, and nothing secret", () => {
    const { variables } = rotator.environment as { variables: Record<string, string> };
    expect(variables).toEqual({
      ROTATION_STRATEGY: "alternating-users",
      ALLOWED_DATABASE_HOSTS: expect.stringMatching(/instanceaddress\}$/),
      LOG_LEVEL: "info",
    });
    expect(Object.values(SETTING_NAMES)).toEqual(expect.arrayContaining(Object.keys(variables)));
  });

  test("runs on an older Node where the emulator's provider knows no newer one", () => {
    expect(stacksOfOwn("local")("app-secret").resource("aws_lambda_function", "function").runtime).toBe("nodejs22.x");
  });

  test("may be called by Secrets Manager for each app secret of this account, and by no other", () => {
    const permissions = Object.values(appSecret.resources("aws_lambda_permission"));
    expect(permissions).toEqual(
      ["reporting", "shop"].map((name) => ({
        statement_id: `rotate-${name}`,
        action: "lambda:InvokeFunction",
        function_name: expression("aws_lambda_function.function.function_name"),
        principal: "secretsmanager.amazonaws.com",
        source_account: "111122223333",
        source_arn: expression(`aws_secretsmanager_secret.secret_${name}.arn`),
      })),
    );
  });
});

describe("the provision call", () => {
  test("is an event that the function takes", () => {
    expect(parseEvent(eventOf("provision_shop"))).toEqual({
      kind: "provision",
      event: {
        action: "provision",
        secretId: expression("aws_secretsmanager_secret.secret_shop.arn"),
        adminSecretId: expect.stringMatching(/master_user_secret0secret_arn\}$/),
        host: expect.stringMatching(/instanceaddress\}$/),
        port: 3306,
        dbname: "shop",
        username: "shop",
        userHost: "%",
        privileges: ["SELECT", "INSERT"],
      },
    });
  });

  test.each(["provision_shop", "await_rotation_shop"])(
    "%s follows every change in place: a replacement would drop live users",
    (id) => {
      const invocation = appSecret.resource("aws_lambda_invocation", id);
      expect(invocation.lifecycle_scope).toBe("CRUD");
      expect(invocation).not.toHaveProperty("triggers");
      expect(invocation).not.toHaveProperty("qualifier");
    },
  );
});

describe("the await-rotation call", () => {
  test("is an event that the function takes, made again when schedule, window or code change", () => {
    expect(parseEvent(eventOf("await_rotation_shop"))).toEqual({
      kind: "await-rotation",
      event: {
        action: "await-rotation",
        secretId: expression("aws_secretsmanager_secret.secret_shop.arn"),
        timeoutSeconds: 240,
        after: { schedule: "rate(2 days)", window: "2h", codeSha256: FIXTURE_ZIP.sha256 },
      },
    });
  });

  test("ends before Lambda stops the function", () => {
    const { timeoutSeconds } = eventOf("await_rotation_shop") as { timeoutSeconds: number };
    expect(timeoutSeconds).toBeLessThan(Number(appSecret.resource("aws_lambda_function", "function").timeout));
  });

  test("is left out where nothing rotates at once", () => {
    const patient = stacksOf(sampleWith({ "appSecrets.0.rotateImmediately": false }))("app-secret");
    expect(Object.keys(patient.resources("aws_lambda_invocation")).sort()).toEqual([
      "await_rotation_reporting",
      "provision_reporting",
      "provision_shop",
    ]);
  });
});

describe("the outputs", () => {
  test("name every app secret, its consumer policy and the function, and no value", () => {
    expect(appSecret.output("app_secret_arns")).toEqual({
      shop: expression("aws_secretsmanager_secret.secret_shop.arn"),
      reporting: expression("aws_secretsmanager_secret.secret_reporting.arn"),
    });
    expect(appSecret.output("consumer_policy_arns")).toEqual({
      shop: expression("aws_iam_policy.consumer_policy_shop.arn"),
      reporting: expression("aws_iam_policy.consumer_policy_reporting.arn"),
    });
    expect(appSecret.output("function_name")).toBe(expression("aws_lambda_function.function.function_name"));
    expect(appSecret.output("function_arn")).toBe(expression("aws_lambda_function.function.arn"));
  });
});
