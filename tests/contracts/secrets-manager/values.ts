import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { explained, isRefused, outcome, version } from "./kit";
import type { Rule } from "./rule";

/** The rules of finding a secret and of reading and writing its value. */
export const VALUE_RULES: readonly Rule[] = [
  {
    // userguide/troubleshoot.html#ARN_secretnamehyphen; API_GetSecretValue, SecretId
    title: "a secret is found by its name, its ARN, and its ARN without the random end",
    observe: async (kit) => {
      const name = await kit.secret();
      const { ARN = "" } = await kit.describe(name);
      const found = [];
      for (const id of [name, ARN, ARN.slice(0, -7)]) found.push((await kit.get(id)).SecretString);
      return { found, arn: ARN.replace(name, "<name>").replace(/[A-Za-z0-9]{6}$/, "<6>") };
    },
    expected: {
      found: ["value of a", "value of a", "value of a"],
      arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:<name>-<6>",
    },
  },
  {
    // the same page: "Do not end your secret name with a hyphen followed by six characters"; recorded
    title: "a secret whose name ends in a hyphen and six characters is not found by its ARN without the random end",
    observe: async (kit) => {
      const name = `${kit.newName()}-a1b2c3`;
      const { ARN = "" } = await kit.client.send(new CreateSecretCommand({ Name: name, SecretString: "value" }));
      return { full: await outcome(kit.get(ARN)), partial: await outcome(kit.get(ARN.slice(0, -7))) };
    },
    expected: { full: "ok", partial: "ResourceNotFoundException" },
  },
  {
    // API_CreateSecret, ARN: "users with access to the old secret don't get access to the new secret"
    title: "an ARN with another random end is another secret",
    observe: async (kit) => {
      const { ARN = "" } = await kit.describe(await kit.secret());
      return outcome(kit.get(`${ARN.slice(0, -6)}zzzzzz`));
    },
    expected: "ResourceNotFoundException",
  },
  {
    // wordings recorded
    title:
      "a secret, a value or a version that does not exist is ResourceNotFoundException, which says what is missing",
    observe: async (kit) => {
      const secret = await kit.emptySecret();
      return {
        secret: await explained(kit.get("contract/none")),
        value: await explained(kit.get(secret)),
        version: await explained(kit.get(secret, { VersionId: version("v") })),
      };
    },
    expected: {
      secret: "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
      value:
        "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      version: `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${version("v")}`,
    },
  },
  {
    // wording recorded
    title: "a label that no version has is ResourceNotFoundException, which names the label",
    observe: async (kit) => explained(kit.get(await kit.secret(), { VersionStage: "AWSPENDING" })),
    expected:
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
  },
  {
    // recorded
    title: "an error is HTTP 400, also for what does not exist",
    observe: async (kit) => (await kit.raw("GetSecretValue", { SecretId: "contract/none" })).status,
    expected: 400,
  },
  {
    // API_GetSecretValue: "the two parameters must refer to the same secret version"; type and wording recorded
    title: "an id and a label of different versions are InvalidRequestException",
    observe: async (kit) =>
      explained(kit.get(await kit.secret(), { VersionId: version("a"), VersionStage: "AWSPENDING" })),
    expected: "InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.",
  },
  {
    // not documented: which of the two errors; the version is missing, so it is the one for what is missing
    title: "an id that does not exist is ResourceNotFoundException, with a label as well",
    observe: async (kit) =>
      outcome(kit.get(await kit.secret(), { VersionId: version("v"), VersionStage: "AWSPENDING" })),
    expected: "ResourceNotFoundException",
  },
  {
    // userguide/reference_limits.html: "Secret value size: 65,536 bytes"; the type of the error is not documented
    title: "a value has at most 65,536 bytes, counted in UTF-8",
    observe: async (kit) => {
      const secret = await kit.secret();
      return {
        max: await outcome(kit.put(secret, "b", undefined, "x".repeat(65_536))),
        more: await isRefused(kit.put(secret, "c", undefined, "x".repeat(65_537))),
        moreInBytes: await isRefused(kit.put(secret, "d", undefined, "ü".repeat(32_769))),
        empty: await isRefused(kit.put(secret, "e", undefined, "")),
      };
    },
    expected: { max: "ok", more: true, moreInBytes: true, empty: true },
  },
  {
    // API_PutSecretValue: "You must include SecretBinary or SecretString, but not both"; the error is not documented
    title: "a value is needed, and not a string and binary at once",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      const put = (value: object) => isRefused(kit.client.send(new PutSecretValueCommand({ SecretId, ...value })));
      return { neither: await put({}), both: await put({ SecretString: "text", SecretBinary: Uint8Array.of(1) }) };
    },
    expected: { neither: true, both: true },
  },
  {
    // API_GetSecretValue, SecretBinary
    title: "a binary value comes back as it was, and not as a string",
    observe: async (kit) => {
      const SecretId = await kit.secret();
      const SecretBinary = Uint8Array.of(0, 1, 254, 255);
      await kit.client.send(new PutSecretValueCommand({ SecretId, SecretBinary }));
      const found = await kit.get(SecretId);
      return { bytes: [...(found.SecretBinary ?? [])], text: found.SecretString ?? "none" };
    },
    expected: { bytes: [0, 1, 254, 255], text: "none" },
  },
  {
    // API_CreateSecret, Name: "can contain ASCII letters, numbers, and the following characters: /_+=.@-"; type and
    // wording recorded
    title: "a name with other characters is ValidationException",
    observe: async (kit) => ({
      space: await outcome(kit.client.send(new CreateSecretCommand({ Name: "Inv Name", SecretString: "value" }))),
      allowed: await outcome(
        kit.client.send(new CreateSecretCommand({ Name: `${kit.newName()}/Valid/_+=.@-1`, SecretString: "value" })),
      ),
    }),
    expected: { space: "ValidationException", allowed: "ok" },
  },
];
