import { ListSecretVersionIdsCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { type ContractKit, outcome, version } from "./kit";
import type { Rule } from "./rule";

const DAY_MS = 24 * 60 * 60 * 1000;

export const VERSION_RULES: readonly Rule[] = [
  {
    // API_ListSecretVersionIds, IncludeDeprecated: "Versions without staging labels are considered deprecated … By
    // default, versions without staging labels aren't included."
    title: "a version without labels is deprecated: listed only on request, and not described",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b");
      await kit.put(secret, "c");
      const { VersionIdsToStages = {} } = await kit.describe(secret);
      const { Versions = [] } = await kit.client.send(new ListSecretVersionIdsCommand({ SecretId: secret }));
      return {
        listed: Versions.map(({ VersionId = "" }) => VersionId.charAt(0)),
        listedOnRequest: Object.keys(await kit.labels(secret, true)),
        described: Object.keys(VersionIdsToStages)
          .map((id) => id.charAt(0))
          .sort(),
      };
    },
    expected: { listed: ["b", "c"], listedOnRequest: ["a", "b", "c"], described: ["b", "c"] },
  },
  {
    // userguide/whats-in-a-secret.html, Version: deprecated versions are kept until they are removed
    title: "a deprecated version can still be read by its id",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b");
      await kit.put(secret, "c");
      const { SecretString, VersionStages } = await kit.get(secret, { VersionId: version("a") });
      return { SecretString, VersionStages: VersionStages ?? [] };
    },
    expected: { SecretString: "value of a", VersionStages: [] },
  },
  {
    // userguide/reference_limits.html: "Versions per secret: 100"; API_PutSecretValue: "it keeps all secret versions
    // created in the last 24 hours … you will reach the quota". Assumed: the 101st is the one that is refused.
    title: "a secret that is written 101 times within a day is refused with LimitExceededException",
    observe: async (kit) => {
      const secret = await kit.secret();
      const hundredth = await fill(kit, secret, 99);
      return { hundredth, next: await outcome(kit.put(secret, "z")) };
    },
    expected: { hundredth: "ok", next: "LimitExceededException" },
  },
  {
    // API_PutSecretValue: "Secrets Manager keeps 100 of the most recent versions"; userguide/reference_limits.html:
    // "removes unlabeled versions when there are more than 100, but it does not remove versions created less than 24
    // hours ago"
    title:
      "at the quota the oldest version without labels goes first, once it is older than 24 hours; labelled ones stay",
    needs: "clock",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.moveStage(secret, { VersionStage: "KEEP", MoveToVersionId: version("a") });
      await kit.put(secret, "b");
      await kit.put(secret, "c");
      await fill(kit, secret, 97);
      kit.advanceClock(DAY_MS + 1000);
      await kit.put(secret, "z");
      const { Versions = [] } = await kit.client.send(
        new ListSecretVersionIdsCommand({ SecretId: secret, IncludeDeprecated: true, MaxResults: 100 }),
      );
      const left = Versions.map(({ VersionId = "" }) => VersionId.charAt(0)).filter((letter) =>
        "abcz".includes(letter),
      );
      return { count: Versions.length, left };
    },
    expected: { count: 100, left: ["a", "c", "z"] },
  },
  {
    // API_ListSecretVersionIds, MaxResults and NextToken
    title: "versions are listed in pages",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b");
      const list = (token?: string) =>
        kit.client.send(
          new ListSecretVersionIdsCommand({ SecretId: secret, MaxResults: 1, ...(token && { NextToken: token }) }),
        );
      const first = await list();
      const second = await list(first.NextToken);
      const letters = [first, second].map(({ Versions = [] }) =>
        Versions.map(({ VersionId = "" }) => VersionId.charAt(0)),
      );
      return { letters, end: second.NextToken ?? "none" };
    },
    expected: { letters: [["a"], ["b"]], end: "none" },
  },
];

/** Writes a secret a number of times. @returns the outcome of the last. */
async function fill(kit: ContractKit, secret: string, count: number): Promise<string> {
  let last = "";
  for (let index = 0; index < count; index += 1) {
    const token = `${String(index).padStart(3, "0")}-`.repeat(9);
    const put = new PutSecretValueCommand({ SecretId: secret, ClientRequestToken: token, SecretString: token });
    last = await outcome(kit.client.send(put));
  }
  return last;
}
