import { readFileSync } from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../../environments";
import { ENCRYPTION_DEMANDS, encryption } from "../../../stacks/guard-rails/encryption";
import { foundIn } from "../../support/guard-rail-fixture";
import { inTemporaryFolder, synthesizeTo } from "../../support/synthesized-stacks";

const key = "arn:aws:kms:eu-west-1:111122223333:key/sample";
const database = {
  username: "admin",
  storage_encrypted: true,
  kms_key_id: key,
  manage_master_user_password: true,
  master_user_secret_kms_key_id: key,
};

describe("encryption", () => {
  test.each([
    ["aws_cloudwatch_log_group", { kms_key_id: key }],
    ["aws_db_instance", database],
    ["aws_db_instance", { replicate_source_db: "source" }],
    ["aws_instance", { root_block_device: { encrypted: true } }],
    ["aws_instance", { root_block_device: [{ encrypted: true }], ebs_block_device: [{ encrypted: true }] }],
    ["aws_lambda_function", { environment: { variables: {} }, kms_key_arn: key }],
    ["aws_secretsmanager_secret", { kms_key_id: key, replica: [{ region: "eu-west-2", kms_key_id: key }] }],
    ["aws_sns_topic", { kms_master_key_id: key }],
  ])("accepts %s with %j", (type, values) => {
    expect(foundIn(encryption, { [type]: { thing: values } })).toEqual([]);
  });

  test.each([
    ["aws_cloudwatch_log_group", {}, "kms_key_id = nothing"],
    ["aws_db_instance", { ...database, storage_encrypted: false }, "storage_encrypted = false"],
    ["aws_db_instance", { ...database, kms_key_id: undefined }, "kms_key_id = nothing"],
    ["aws_db_instance", { ...database, master_user_secret_kms_key_id: "" }, 'master_user_secret_kms_key_id = ""'],
    [
      "aws_db_instance",
      { ...database, performance_insights_enabled: true },
      "performance_insights_kms_key_id = nothing",
    ],
    ["aws_instance", {}, "root_block_device.encrypted = nothing"],
    [
      "aws_instance",
      { root_block_device: { encrypted: true }, ebs_block_device: [{ encrypted: true }, { encrypted: false }] },
      "ebs_block_device.encrypted = false",
    ],
    ["aws_lambda_function", { environment: { variables: {} } }, "kms_key_arn = nothing"],
    [
      "aws_secretsmanager_secret",
      { kms_key_id: key, replica: [{ region: "eu-west-2" }] },
      "replica.kms_key_id = nothing",
    ],
    ["aws_sns_topic", {}, "kms_master_key_id = nothing"],
  ])("finds %s with %j", (type, values, found) => {
    expect(foundIn(encryption, { [type]: { thing: values } })).toEqual([`sample-one/thing: ${found}`]);
  });
});

describe("the table of what can be encrypted", () => {
  const PROVIDER = path.join(__dirname, "../../../node_modules/@cdktf/provider-aws/lib");
  /** An argument with which a resource of the provider encrypts what it keeps. */
  const ARGUMENT = /^ {4}readonly ((?:\w*[kK]ms\w*|\w*[eE]ncrypt\w*))\?: /gm;

  test("has every type in the stacks that can be encrypted, by the provider's own types", () => {
    const used = inTemporaryFolder("encryption-", (folder) =>
      [...synthesizeTo(folder, Object.values(loadEnvironments())).values()].flatMap((stack) => stack.addresses()),
    );
    const types = [...new Set(used.map((address) => address.split(".")[0] ?? ""))];
    const encryptable = types.filter((type) => {
      const file = path.join(PROVIDER, type.replace(/^aws_/, "").replaceAll("_", "-"), "index.d.ts");
      return [...readFileSync(file, "utf8").matchAll(ARGUMENT)].length > 0;
    });
    expect(encryptable).toEqual(expect.arrayContaining(["aws_db_instance", "aws_secretsmanager_secret"]));
    expect(encryptable.filter((type) => ENCRYPTION_DEMANDS[type] === undefined)).toEqual([]);
  });
});
