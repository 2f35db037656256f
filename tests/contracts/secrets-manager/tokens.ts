import { CreateSecretCommand, PutSecretValueCommand, UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { type ContractKit, explained, isRefused, outcome, version } from "./kit";
import type { Rule } from "./rule";

export const TOKEN_RULES: readonly Rule[] = [
  {
    // API_PutSecretValue: ClientRequestToken "becomes the VersionId of the new version"
    title: "the token becomes the id of the version",
    observe: async (kit) => (await kit.put(await kit.secret(), "b")).VersionId,
    expected: version("b"),
  },
  {
    // API_PutSecretValue: "This operation is idempotent … the operation succeeds but does nothing"
    title: "PutSecretValue with the same token and the same value succeeds and does nothing",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b");
      const { VersionId, VersionStages } = await kit.put(secret, "b", ["MINE"]);
      return { VersionId, VersionStages, labels: await kit.labels(secret) };
    },
    expected: {
      VersionId: version("b"),
      VersionStages: ["AWSCURRENT"],
      labels: { a: "AWSPREVIOUS", b: "AWSCURRENT" },
    },
  },
  {
    // the same sentence; it decides whether a repeated createSecret can move a label
    title: "PutSecretValue with the same token and the same value does not move labels of a pending version either",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b", ["AWSPENDING"]);
      const { VersionStages } = await kit.put(secret, "b", ["AWSCURRENT"]);
      return { reply: VersionStages, labels: await kit.labels(secret) };
    },
    expected: { reply: ["AWSPENDING"], labels: { a: "AWSCURRENT", b: "AWSPENDING" } },
  },
  {
    // API_PutSecretValue: "if the secret data is different, then the operation fails because you can't modify an
    // existing version"; wording reported from the service
    title: "PutSecretValue with the same token and another value is ResourceExistsException and changes nothing",
    observe: async (kit) => putAnotherValue(kit, "AWSCURRENT"),
    expected: {
      conflict:
        `ResourceExistsException: You can't use ClientRequestToken ${version("b")} because that value is already in ` +
        "use for a version of secret <arn>",
      stored: "value of b",
    },
  },
  {
    // the same sentence; it decides whether a repeated createSecret can replace the pending password
    title: "the value of a pending version cannot be replaced either",
    observe: async (kit) => putAnotherValue(kit, "AWSPENDING"),
    expected: {
      conflict:
        `ResourceExistsException: You can't use ClientRequestToken ${version("b")} because that value is already in ` +
        "use for a version of secret <arn>",
      stored: "value of b",
    },
  },
  {
    // API_PutSecretValue, ClientRequestToken: length 32 to 64; the type of the error is not documented
    title: "a token has 32 to 64 characters",
    observe: async (kit) => {
      const secret = await kit.secret();
      const refused: Record<number, boolean> = {};
      for (const length of [31, 32, 64, 65]) {
        const put = new PutSecretValueCommand({
          SecretId: secret,
          ClientRequestToken: "t".repeat(length),
          SecretString: "value",
        });
        refused[length] = await isRefused(kit.client.send(put));
      }
      return refused;
    },
    expected: { 31: true, 32: false, 64: false, 65: true },
  },
  {
    // API_PutSecretValue: "If you generate a raw HTTP request, then you must generate a ClientRequestToken"; types and
    // wording recorded
    title: "a request without a token is refused, RotateSecret with another error than the rest",
    observe: async (kit) => {
      const secret = await kit.secret();
      const types: Record<string, unknown> = {};
      for (const operation of ["CreateSecret", "UpdateSecret", "PutSecretValue", "RotateSecret"]) {
        const { body } = await kit.raw(operation, { Name: kit.newName(), SecretId: secret, SecretString: "value" });
        types[operation] = body.__type ?? "ok";
      }
      return types;
    },
    expected: {
      CreateSecret: "InvalidRequestException",
      UpdateSecret: "InvalidRequestException",
      PutSecretValue: "InvalidRequestException",
      RotateSecret: "InvalidParameterException",
    },
  },
  {
    // API_CreateSecret, ClientRequestToken: same values "then the request is ignored"; different values "the request fails"
    title:
      "CreateSecret repeated with its token and value succeeds; with another value or token it is ResourceExistsException",
    observe: async (kit) => {
      const name = await kit.secret();
      const create = (letter: string, value: string) =>
        kit.client.send(
          new CreateSecretCommand({ Name: name, ClientRequestToken: version(letter), SecretString: value }),
        );
      return {
        same: await outcome(create("a", "value of a")),
        otherValue: (await explained(create("a", "another value"))).replace(/arn:[^\s.]+/, "<arn>"),
        otherToken: await explained(create("b", "value of a")).then((text) => text.replace(name, "<name>")),
        labels: await kit.labels(name),
      };
    },
    expected: {
      same: "ok",
      // both wordings verified on AWS: getmoto/moto, test_create_different_secret_with_same_token and
      // test_create_duplicate_secret_without_specifying_token
      otherValue:
        `ResourceExistsException: You can't use ClientRequestToken ${version("a")} because that value is already in ` +
        "use for a version of secret <arn>.",
      otherToken: "ResourceExistsException: The operation failed because the secret <name> already exists.",
      labels: { a: "AWSCURRENT" },
    },
  },
  {
    // API_UpdateSecret calls both an error. Verified on AWS: getmoto/moto, test_update_same_secret_value_with_same_token and
    // test_update_different_secret_value_with_same_token
    title:
      "UpdateSecret with the token of an existing version succeeds with the same value, and is refused with another",
    observe: async (kit) => {
      const secret = await kit.secret();
      const update = (SecretString: string) =>
        kit.client.send(new UpdateSecretCommand({ SecretId: secret, ClientRequestToken: version("a"), SecretString }));
      return {
        same: (await update("value of a")).VersionId,
        other: (await explained(update("another value"))).replace(/arn:[^\s.]+/, "<arn>"),
        labels: await kit.labels(secret),
      };
    },
    expected: {
      same: version("a"),
      other:
        `ResourceExistsException: You can't use ClientRequestToken ${version("a")} because that value is already in ` +
        "use for a version of secret <arn>.",
      labels: { a: "AWSCURRENT" },
    },
  },
];

async function putAnotherValue(kit: ContractKit, label: string) {
  const secret = await kit.secret();
  await kit.put(secret, "b", [label]);
  const conflict = await explained(kit.put(secret, "b", [label], "another value"));
  const { SecretString } = await kit.get(secret, { VersionId: version("b") });
  return { conflict: conflict.replace(/arn:\S+/, "<arn>"), stored: SecretString };
}
