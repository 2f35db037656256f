import { parseEvent } from "../../../rotation-fn/event";
import { STRATEGY_TAG } from "../../../rotation-fn/settings";
import { expression } from "../../support/expression";
import { isMadeBefore } from "../../support/resource-order";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { FIXTURE_ZIP, stacksOf, stacksOfOwn } from "../../support/synthesized-stacks";

const appSecret = stacksOf(SAMPLE)("app-secret");

/** An event as the function gets it: Terraform has put values in the place of the references. */
/** The event as it is sent: the port is known, and so are the answers that stand in it. */
function eventOf(id: string, stack = appSecret): unknown {
  const input = String(stack.resource("aws_lambda_invocation", id).input);
  return JSON.parse(
    input
      .replace(/:\$\{[^}]+instanceport\}/, ":3306")
      .replace(/:\$\{aws_lambda_invocation.app_users_shop.result\}/, ':{"addresses":[{"host":"before","port":3306}]}')
      .replace(/:\$\{aws_lambda_invocation.rotation_baseline_shop.result\}/, ':{"versionId":"v1","rotatedAt":null}'),
  );
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

  test("rotates every two days in a window of two hours, at once for the first time", () => {
    expect(appSecret.resource("aws_secretsmanager_secret_rotation", "rotation_shop")).toMatchObject({
      rotation_rules: { schedule_expression: "rate(2 days)", duration: "2h" },
      rotate_immediately: true,
    });
  });
});

describe("the function", () => {
  const rotator = appSecret.resource("aws_lambda_function", "function");

  test("is one for all app secrets, in the private subnets, with its own log group", () => {
    expect(Object.keys(appSecret.resources("aws_lambda_function"))).toEqual(["function"]);
    expect(rotator).toMatchObject({
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memory_size: 256,
      timeout: 300,
      tracing_config: { mode: "Active" },
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
    expect(appSecret.resource("aws_cloudwatch_log_group", "function_log_group")).toMatchObject({
      name: "/aws/lambda/sample-rotation",
      retention_in_days: 365,
      kms_key_id: expression("aws_kms_key.key.arn"),
    });
  });

  test("is deployed from a path that is the same on every machine and changes with the content", () => {
    const hex = Buffer.from(FIXTURE_ZIP.sha256, "base64").toString("hex");
    expect(rotator).toMatchObject({
      filename: `assets/function_code/${hex}/rotation-fn.zip`,
      source_code_hash: FIXTURE_ZIP.sha256,
    });
  });

  test("runs on an older Node where the emulator's provider knows no newer one", () => {
    expect(stacksOfOwn("local")("app-secret").resource("aws_lambda_function", "function").runtime).toBe("nodejs22.x");
  });
});

describe("the provision call", () => {
  test("is an event that the function takes", () => {
    expect(parseEvent(eventOf("provision_shop"))).toEqual({
      kind: "provision",
      subject: expect.anything(),
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
        tracked: { addresses: [{ host: "before", port: 3306 }] },
      },
    });
  });
});

describe("the app users in Terraform's state", () => {
  test("are an event that the function takes, with what a deletion needs", () => {
    expect(parseEvent(eventOf("app_users_shop"))).toEqual({
      kind: "track-app-users",
      subject: expect.anything(),
      event: {
        action: "track-app-users",
        secretId: expression("aws_secretsmanager_secret.secret_shop.arn"),
        adminSecretId: expect.stringMatching(/master_user_secret0secret_arn\}$/),
        host: expect.stringMatching(/instanceaddress\}$/),
        port: 3306,
        username: "shop",
      },
    });
  });

  test("follow every change in place: a replacement is sent to the function as a deletion of live users", () => {
    const invocation = appSecret.resource("aws_lambda_invocation", "app_users_shop");
    expect(invocation.lifecycle_scope).toBe("CRUD");
    expect(invocation).not.toHaveProperty("triggers");
    expect(invocation).not.toHaveProperty("qualifier");
  });
});

describe("a call that can fail", () => {
  const canFail = Object.entries(appSecret.resources("aws_lambda_invocation")).filter(
    ([id]) => !id.startsWith("app_users_"),
  );

  test.each(canFail)("%s is made again by the next deployment: a failed one is in no state", (_, invocation) => {
    // Under CRUD the provider writes the new input into the state even when the invocation failed, and plans nothing more.
    expect(invocation.lifecycle_scope).toBe("CREATE_ONLY");
  });

  test.each(canFail)("%s is repeated for its input alone", (_, invocation) => {
    expect(invocation).not.toHaveProperty("triggers");
    expect(invocation).not.toHaveProperty("qualifier");
  });
});

describe("the await-rotation call", () => {
  const FUNCTION_ITSELF = { codeSha256: FIXTURE_ZIP.sha256, configuration: expression("local.function_configuration") };

  test("is an event that the function takes, made again when the schedule, the window or the function change", () => {
    expect(parseEvent(eventOf("await_rotation_shop"))).toEqual({
      kind: "await-rotation",
      subject: expect.anything(),
      event: {
        action: "await-rotation",
        secretId: expression("aws_secretsmanager_secret.secret_shop.arn"),
        timeoutSeconds: 240,
        after: { schedule: "rate(2 days)", window: "2h", ...FUNCTION_ITSELF },
        codeDigest: FIXTURE_ZIP.codeDigest,
        baseline: { versionId: "v1", rotatedAt: null },
      },
    });
  });

  test("waits for a rotation that is later than the call before the change of the schedule", () => {
    expect(parseEvent(eventOf("rotation_baseline_shop"))).toEqual({
      kind: "rotation-baseline",
      subject: expect.anything(),
      event: {
        action: "rotation-baseline",
        secretId: expression("aws_secretsmanager_secret.secret_shop.arn"),
        before: { schedule: "rate(2 days)", window: "2h" },
      },
    });
    const [baseline, rotation, provision] = [
      "aws_lambda_invocation.rotation_baseline_shop",
      "aws_secretsmanager_secret_rotation.rotation_shop",
      "aws_lambda_invocation.provision_shop",
    ];
    expect(isMadeBefore(appSecret, baseline, rotation)).toBe(true);
    expect(isMadeBefore(appSecret, provision, baseline)).toBe(true);
  });

  test("follows role, network and settings of the function", () => {
    const configurationOf = (stack: typeof appSecret) =>
      (stack.json as { locals: Record<string, string> }).locals.function_configuration ?? "";
    const now = configurationOf(appSecret);
    for (const part of ["aws_iam_role.function_role.arn", "subnetIds", "securityGroupIds", "databaseHost"]) {
      expect(now).toContain(part);
    }
    const withSettings = (key: string, value: unknown) =>
      configurationOf(stacksOf(sampleWith({ [key]: value }))("app-secret"));
    expect(withSettings("rotationFunction.logLevel", "debug")).not.toBe(now);
    expect(withSettings("rotationFunction.memoryMb", 512)).toBe(now);
  });

  test("has every change of the function proved by a rotation where the environment wants that", () => {
    const rotating = stacksOf(sampleWith({ "rotationFunction.rotateAfterChange": true }))("app-secret");
    expect(eventOf("rotation_baseline_shop", rotating)).toMatchObject({ before: FUNCTION_ITSELF });
    expect(eventOf("await_rotation_shop", rotating)).toMatchObject({ rotation: "started", after: FUNCTION_ITSELF });
  });

  test("ends before Lambda stops the function", () => {
    const { timeoutSeconds } = eventOf("await_rotation_shop") as { timeoutSeconds: number };
    expect(timeoutSeconds).toBeLessThan(Number(appSecret.resource("aws_lambda_function", "function").timeout));
  });

  test("proves the login alone where nothing rotates at once", () => {
    const patient = stacksOf(sampleWith({ "appSecrets.0.rotateImmediately": false }))("app-secret");
    const { baseline, ...event } = eventOf("await_rotation_shop", patient) as Record<string, unknown>;
    expect([baseline, event]).toEqual([undefined, expect.objectContaining({ rotation: "not-required" })]);
    expect(patient.resources("aws_lambda_invocation")).not.toHaveProperty("rotation_baseline_shop");
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
    expect(appSecret.output("function_name")).toBe("sample-rotation");
    expect(appSecret.output("function_arn")).toBe(expression("aws_lambda_function.function.arn"));
    expect(appSecret.output("alerts_topic_arn")).toBe(expression("aws_sns_topic.alerts_topic.arn"));
    expect(appSecret.output("rotations_topic_arn")).toBe(expression("aws_sns_topic.rotations_topic.arn"));
    expect(appSecret.output("dashboard_name")).toBe(expression("aws_cloudwatch_dashboard.dashboard.dashboard_name"));
  });
});
