import { explained, isRefused, outcome, version } from "./kit";
import type { Rule } from "./rule";

/** "recorded": seen in answers of the service that others published, and documented nowhere. */
export const LABEL_RULES: readonly Rule[] = [
  {
    // API_CreateSecret: "creates an initial secret version and automatically attaches the staging label AWSCURRENT to it"
    title: "CreateSecret with a value makes a version with AWSCURRENT",
    observe: async (kit) => kit.labels(await kit.secret()),
    expected: { a: "AWSCURRENT" },
  },
  {
    // API_PutSecretValue: "If you don't include VersionStages, then Secrets Manager automatically moves AWSCURRENT"
    title: "PutSecretValue without labels moves AWSCURRENT to the new version, and AWSPREVIOUS to the one that had it",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b");
      await kit.put(secret, "c");
      return kit.labels(secret);
    },
    expected: { b: "AWSPREVIOUS", c: "AWSCURRENT" },
  },
  {
    // API_PutSecretValue, VersionStages
    title: "PutSecretValue with labels attaches these and leaves AWSCURRENT where it is",
    observe: async (kit) => {
      const secret = await kit.secret();
      const { VersionStages } = await kit.put(secret, "b", ["AWSPENDING"]);
      return { reply: VersionStages, labels: await kit.labels(secret), current: (await kit.get(secret)).SecretString };
    },
    expected: { reply: ["AWSPENDING"], labels: { a: "AWSCURRENT", b: "AWSPENDING" }, current: "value of a" },
  },
  {
    // API_PutSecretValue: "If this operation creates the first version for the secret, then Secrets Manager
    // automatically attaches the staging label AWSCURRENT to it."
    title: "the first version gets AWSCURRENT even when VersionStages names another label only",
    observe: async (kit) => {
      const secret = await kit.emptySecret();
      await kit.put(secret, "a", ["AWSPENDING"]);
      return kit.labels(secret);
    },
    expected: { a: "AWSCURRENT AWSPENDING" },
  },
  {
    // API_PutSecretValue: "If you specify a staging label that's already associated with a different version of the same
    // secret, then Secrets Manager removes the label from the other version and attaches it to this version."
    title:
      "a label is on one version at a time: PutSecretValue takes it from the version that had it, and only that one",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b", ["ONE", "TWO", "THREE"]);
      await kit.put(secret, "c", ["ONE", "TWO"]);
      return kit.labels(secret);
    },
    expected: { a: "AWSCURRENT", b: "THREE", c: "ONE TWO" },
  },
  {
    // API_UpdateSecretVersionStage: "Whenever you move AWSCURRENT, Secrets Manager automatically moves the label
    // AWSPREVIOUS to the version that AWSCURRENT was removed from."
    title: "moving AWSCURRENT moves AWSPREVIOUS to the version that it was removed from; AWSPENDING stays",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b");
      await kit.put(secret, "c", ["AWSPENDING"]);
      await kit.moveStage(secret, moveCurrent("b", "c"));
      return kit.labels(secret, true);
    },
    expected: { a: "", b: "AWSPREVIOUS", c: "AWSCURRENT AWSPENDING" },
  },
  {
    // API_GetSecretValue: "To revert to the previous version of a secret, call UpdateSecretVersionStage."
    title: "moving AWSCURRENT back to the previous version swaps the two labels",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b");
      await kit.moveStage(secret, moveCurrent("b", "a"));
      return kit.labels(secret);
    },
    expected: { a: "AWSCURRENT", b: "AWSPREVIOUS" },
  },
  {
    // recorded
    title: "a version that loses AWSCURRENT to a new value loses AWSPENDING too, and keeps other labels",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b", ["AWSPENDING", "MINE"]);
      await kit.moveStage(secret, moveCurrent("a", "b"));
      await kit.put(secret, "c");
      return kit.labels(secret);
    },
    expected: { b: "AWSPREVIOUS MINE", c: "AWSCURRENT" },
  },
  {
    // API_UpdateSecretVersionStage, RemoveFromVersionId; wording reported from the service
    title: "moving a label that another version has, without RemoveFromVersionId, is refused and changes nothing",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b", ["AWSPENDING"]);
      const move = kit.moveStage(secret, { VersionStage: "AWSCURRENT", MoveToVersionId: version("b") });
      return { move: await explained(move), labels: await kit.labels(secret) };
    },
    expected: {
      move:
        "InvalidParameterException: The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is " +
        `currently attached to version ${version("a")}, so you must explicitly reference that version in RemoveFromVersionId.`,
      labels: { a: "AWSCURRENT", b: "AWSPENDING" },
    },
  },
  {
    // API_UpdateSecretVersionStage: "or the version ID does not match, then the operation fails"
    title: "RemoveFromVersionId that is not the version with the label is refused and changes nothing",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b", ["AWSPENDING"]);
      const move = kit.moveStage(secret, moveCurrent("b", "b"));
      return { move: await outcome(move), labels: await kit.labels(secret) };
    },
    expected: { move: "InvalidParameterException", labels: { a: "AWSCURRENT", b: "AWSPENDING" } },
  },
  {
    // the same sentence: a retry after a lost reply must look before it moves
    title: "a move of AWSCURRENT that is repeated is refused: the old version does not have the label any more",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b", ["AWSPENDING"]);
      await kit.moveStage(secret, moveCurrent("a", "b"));
      const repeated = kit.moveStage(secret, moveCurrent("a", "b"));
      return { repeated: await outcome(repeated), labels: await kit.labels(secret) };
    },
    expected: { repeated: "InvalidParameterException", labels: { a: "AWSPREVIOUS", b: "AWSCURRENT AWSPENDING" } },
  },
  {
    // API_UpdateSecretVersionStage: "To remove a label from a version, then do not specify MoveToVersionId."
    title: "RemoveFromVersionId alone removes a label; a label on no version can be attached without it",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.put(secret, "b", ["AWSPENDING"]);
      await kit.moveStage(secret, { VersionStage: "AWSPENDING", RemoveFromVersionId: version("b") });
      const removed = await kit.labels(secret, true);
      await kit.moveStage(secret, { VersionStage: "KEEP", MoveToVersionId: version("b") });
      return { removed, attached: await kit.labels(secret) };
    },
    expected: { removed: { a: "AWSCURRENT", b: "" }, attached: { a: "AWSCURRENT", b: "KEEP" } },
  },
  {
    // not documented; that the service refuses is known from the Terraform provider's history
    title: "AWSCURRENT can be moved but not removed",
    observe: async (kit) => {
      const secret = await kit.secret();
      const removal = kit.moveStage(secret, { VersionStage: "AWSCURRENT", RemoveFromVersionId: version("a") });
      return { removal: await outcome(removal), labels: await kit.labels(secret) };
    },
    expected: { removal: "InvalidParameterException", labels: { a: "AWSCURRENT" } },
  },
  {
    // the type of the error is not documented
    title: "a label cannot be moved to a version that does not exist, and stays where it was",
    observe: async (kit) => {
      const secret = await kit.secret();
      const refused = await isRefused(kit.moveStage(secret, moveCurrent("a", "z")));
      return { refused, labels: await kit.labels(secret) };
    },
    expected: { refused: true, labels: { a: "AWSCURRENT" } },
  },
  {
    // API_UpdateSecretVersionStage: without either there is nothing to do; the error is not documented
    title: "UpdateSecretVersionStage without any version is refused",
    observe: async (kit) => isRefused(kit.moveStage(await kit.secret(), { VersionStage: "AWSPENDING" })),
    expected: true,
  },
  {
    // userguide/reference_limits.html: "Staging labels attached across all versions of a secret: 20"
    title: "a secret has at most 20 labels across its versions",
    observe: async (kit) => {
      const secret = await kit.secret();
      const labels = (count: number, prefix: string) =>
        Array.from({ length: count }, (_, index) => `${prefix}${index}`);
      await kit.put(secret, "b", labels(19, "FIRST"));
      return outcome(kit.put(secret, "c", ["ONE-TOO-MANY"]));
    },
    expected: "LimitExceededException",
  },
];

function moveCurrent(from: string, to: string) {
  return { VersionStage: "AWSCURRENT", RemoveFromVersionId: version(from), MoveToVersionId: version(to) };
}
