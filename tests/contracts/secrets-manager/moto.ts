import type { Deviation } from "./rule";

/** The version of moto that the deviations were measured on. */
export const MEASURED_MOTO = "5.2.1";

/** The rules that moto does not follow, by title, and what it does instead. Measured, and tested to be still so. */
export const MOTO_DEVIATIONS: Readonly<Record<string, Deviation>> = {
  "a version that loses AWSCURRENT to a new value loses AWSPENDING too, and keeps other labels": {
    instead: "after UpdateSecretVersionStage a new value leaves AWSCURRENT on two versions",
    observed: { a: "AWSPREVIOUS", b: "AWSCURRENT AWSPENDING MINE", c: "AWSCURRENT" },
  },
  "AWSCURRENT can be moved but not removed": {
    instead: "it is removed and becomes AWSPREVIOUS",
    observed: { removal: "ok", labels: { a: "AWSPREVIOUS" } },
  },
  "a label cannot be moved to a version that does not exist, and stays where it was": {
    instead: "it answers with an error and has removed the label",
    observed: { refused: true, labels: {} },
  },
  "UpdateSecretVersionStage without any version is refused": {
    instead: "it succeeds",
    observed: false,
  },
  "a secret has at most 20 labels across its versions": { instead: "there is no limit", observed: "ok" },
  "PutSecretValue with the same token and the same value does not move labels of a pending version either": {
    instead: "the labels move",
    observed: { reply: ["AWSCURRENT"], labels: { a: "AWSPREVIOUS", b: "AWSCURRENT" } },
  },
  "the value of a pending version cannot be replaced either": {
    instead: "it is replaced",
    observed: { conflict: "ok", stored: "another value" },
  },
  "a request without a token is refused, RotateSecret with another error than the rest": {
    instead: "it makes a token; UpdateSecret calls the secret a duplicate",
    observed: {
      CreateSecret: "ok",
      UpdateSecret: "ResourceExistsException",
      PutSecretValue: "ok",
      RotateSecret: "ok",
    },
  },
  "a version without labels is deprecated: listed only on request, and not described": {
    instead: "it is always listed and described",
    observed: { listed: ["a", "b", "c"], listedOnRequest: ["a", "b", "c"], described: ["a", "b", "c"] },
  },
  "a secret that is written 101 times within a day is refused with LimitExceededException": {
    instead: "there is no limit",
    observed: { hundredth: "ok", next: "ok" },
  },
  "a replica is promoted to a secret of its own, which its primary knows no more": {
    instead: "StopReplicationToReplica is not implemented, and the answer is no JSON",
    observed: { promotion: "SyntaxError" },
  },
  "only a replica is promoted, in its own Region": {
    instead: "StopReplicationToReplica is not implemented, and the answer is no JSON",
    observed: { inPrimary: "SyntaxError", status: 1 },
  },
  "versions are listed in pages": {
    instead: "all come at once, with an empty token",
    observed: {
      letters: [
        ["a", "b"],
        ["a", "b"],
      ],
      end: "",
    },
  },
  "a secret whose name ends in a hyphen and six characters is not found by its ARN without the random end": {
    instead: "it is found",
    observed: { full: "ok", partial: "ok" },
  },
  "a label that no version has is ResourceNotFoundException, which names the label": {
    instead: "the message says that the secret is missing",
    observed: "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  },
  "an error is HTTP 400, also for what does not exist": { instead: "it is HTTP 404", observed: 404 },
  "a value has at most 65,536 bytes, counted in UTF-8": {
    instead: "there is no upper limit",
    observed: { max: "ok", more: false, moreInBytes: false, empty: true },
  },
  "a value is needed, and not a string and binary at once": {
    instead: "both at once are accepted",
    observed: { neither: true, both: false },
  },
  "a name with other characters is ValidationException": {
    instead: "any name is accepted",
    observed: { space: "ok", allowed: "ok" },
  },
  "a secret without a value does not fail a batch": {
    instead: "the whole call fails",
    observed: "ResourceNotFoundException",
  },
  "a batch takes a list of at most 20 or filters, not both, and MaxResults with filters only": {
    instead: "neither of the two is accepted, and so is a list of any length",
    observed: {
      neither: "ok",
      both: "InvalidParameterException",
      maxResults: "InvalidParameterException",
      twentyOne: "ok",
    },
  },
  "a replica is InProgress in the answer and InSync afterwards, under the managed key when none is named": {
    instead: "it is InSync at once, and no primary Region is described",
    observed: {
      before: "none",
      answered: ["eu-west-3 alias/aws/secretsmanager InSync"],
      described: ["eu-west-3 alias/aws/secretsmanager InSync"],
      PrimaryRegion: undefined,
    },
  },
  "a secret is made with replicas, each under the key that is named for it": {
    instead: "all are under the managed key",
    observed: ["eu-west-1 alias/aws/secretsmanager InSync", "eu-west-2 alias/aws/secretsmanager InSync"],
  },
  "writing a value to a secret marked for deletion, or moving its labels, is InvalidRequestException": {
    instead: "both succeed",
    observed: ["ok", "ok"],
  },
  "tags of a secret marked for deletion cannot be changed": {
    instead: "they can",
    observed: { TagResource: "ok", UntagResource: "ok" },
  },
  "a name that is scheduled for deletion cannot be used again": {
    instead: "the error is the one for a name in use",
    observed: "ResourceExistsException: The operation failed because the secret <name> already exists.",
  },
  "DescribeSecret leaves out what has no value: rotation that was never configured, a date that never was": {
    instead: "dates and the key without a value are null, and the versions come twice",
    observed: [
      "ARN",
      "CreatedDate",
      "DeletedDate",
      "KmsKeyId",
      "LastAccessedDate",
      "LastChangedDate",
      "Name",
      "NextRotationDate",
      "SecretVersionsToStages",
      "VersionIdsToStages",
    ],
  },
  "LastAccessedDate is the day of the last read": { instead: "it stays null", observed: undefined },
  "text that is no policy is MalformedPolicyDocumentException": { instead: "it is kept", observed: "ok" },
  "a random password has 1 to 4096 characters, and not fewer than its required types": {
    instead: "fewer than 4 are refused, whatever is required",
    observed: { 1: "refused", 3: "InvalidParameterException", 4096: 4096, 4097: true },
  },
  "the first RotateSecret needs a function, and one without leaves the secret as it was": {
    instead: "it makes an empty version AWSCURRENT",
    observed: { rotation: "ok", enabled: false, labels: { a: "AWSPREVIOUS", b: "AWSCURRENT" } },
  },
  "rules have days or a schedule, not both": {
    instead: "schedules are not looked at: the error is that the function is missing",
    observed: "ResourceNotFoundException",
  },
  "a schedule is a rate of at least four hours or a cron expression with minutes 0 and any year": {
    instead: "schedules are not looked at",
    observed: ["ResourceNotFoundException"],
  },
  "a window is whole hours and ends within the UTC day and before the next window": {
    instead: "windows are not looked at",
    observed: {
      form: "ResourceNotFoundException",
      nextDay: "ResourceNotFoundException",
      nextWindow: "ResourceNotFoundException",
      nextRate: "ResourceNotFoundException",
    },
  },
};
