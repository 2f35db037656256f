import {
  BatchGetSecretValueCommand,
  type BatchGetSecretValueCommandInput,
  CreateSecretCommand,
  DeleteSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type ContractKit, outcome } from "./kit";
import type { Rule } from "./rule";

/** The rules of reading several secrets at once: API_BatchGetSecretValue. */
export const BATCH_RULES: readonly Rule[] = [
  {
    // "you can specify a list of secrets by name or ARN"
    title: "a batch reads AWSCURRENT of secrets by name and ARN",
    observe: async (kit) => {
      const [one, two] = [await kit.secret(), await kit.secret()];
      await kit.put(two, "b");
      const { ARN = "" } = await kit.describe(two);
      const { SecretValues = [] } = await read(kit, { SecretIdList: [one, ARN] });
      return SecretValues.map(({ Name, SecretString, VersionStages }) => [
        Name === one ? "one" : "two",
        SecretString,
        VersionStages,
      ]);
    },
    expected: [
      ["one", "value of a", ["AWSCURRENT"]],
      ["two", "value of b", ["AWSCURRENT"]],
    ],
  },
  {
    // "If Secrets Manager encounters errors … while attempting to retrieve any of the secrets, you can see the errors in Errors"
    title: "a batch names each secret that it cannot read, and reads the others",
    observe: async (kit) => {
      const [readable, deleted] = [await kit.secret(), await kit.secret()];
      await kit.client.send(new DeleteSecretCommand({ SecretId: deleted }));
      const ids = ["contract/none", deleted, readable];
      const { SecretValues = [], Errors = [] } = await read(kit, { SecretIdList: ids });
      return {
        values: SecretValues.map(({ SecretString }) => SecretString),
        errors: Errors.map(({ SecretId = "", ErrorCode }) => [ids.indexOf(SecretId), ErrorCode]),
      };
    },
    expected: {
      values: ["value of a"],
      errors: [
        [0, "ResourceNotFoundException"],
        [1, "InvalidRequestException"],
      ],
    },
  },
  {
    // the same sentence
    title: "a secret without a value does not fail a batch",
    observe: async (kit) => outcome(read(kit, { SecretIdList: [await kit.emptySecret(), await kit.secret()] })),
    expected: "ok",
  },
  {
    // "you can use filters"; MaxResults: "you must also use the Filters parameter"; NextToken
    title: "a batch reads what filters let through, in pages",
    observe: async (kit) => {
      const name = kit.newName();
      for (const end of ["one", "two", "three"]) {
        await kit.client.send(new CreateSecretCommand({ Name: `${name}/${end}`, SecretString: end }));
      }
      const Filters = [{ Key: "name" as const, Values: [`${name}/`] }];
      const first = await read(kit, { Filters, MaxResults: 2 });
      const second = await read(kit, { Filters, MaxResults: 2, NextToken: first.NextToken });
      return [first, second].map(({ SecretValues = [], NextToken }) => [
        SecretValues.map(({ SecretString }) => SecretString),
        NextToken !== undefined,
      ]);
    },
    expected: [
      [["one", "two"], true],
      [["three"], false],
    ],
  },
  {
    // SecretIdList: "You must include Filters or SecretIdList, but not both"; 1 to 20 items; MaxResults needs Filters
    title: "a batch takes a list of at most 20 or filters, not both, and MaxResults with filters only",
    observe: async (kit) => {
      const Filters = [{ Key: "name" as const, Values: ["contract/"] }];
      const SecretIdList = ["contract/none"];
      return {
        neither: await outcome(read(kit, {})),
        both: await outcome(read(kit, { SecretIdList, Filters })),
        maxResults: await outcome(read(kit, { SecretIdList, MaxResults: 10 })),
        twentyOne: await outcome(read(kit, { SecretIdList: Array(21).fill("contract/none") })),
      };
    },
    expected: {
      neither: "InvalidParameterException",
      both: "InvalidParameterException",
      maxResults: "InvalidParameterException",
      twentyOne: "InvalidParameterException",
    },
  },
];

async function read(kit: ContractKit, input: BatchGetSecretValueCommandInput) {
  return kit.client.send(new BatchGetSecretValueCommand(input));
}
