/** What the commands call on an app secret that only look. */
export const SECRET_LOOKS = ["secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds"] as const;

/** What `npm run ops` calls on an app secret. `DeleteSecret` is for `restore-name --purge` and stays with the policy to deploy. */
export const SECRET_OPERATIONS = [
  ...SECRET_LOOKS,
  "secretsmanager:RotateSecret",
  "secretsmanager:UpdateSecretVersionStage",
  "secretsmanager:CancelRotateSecret",
  "secretsmanager:RestoreSecret",
] as const;

/** What it calls of the rotation function, which makes every login, so that an operator needs no right to read a secret. */
export const FUNCTION_OPERATIONS = ["lambda:InvokeFunction"] as const;

/** For `status`, `logs`, `rotate` and `unstick`. */
export const LOG_OPERATIONS = ["logs:FilterLogEvents"] as const;

/** For `verify` and `reconcile`. */
export const DATABASE_OPERATIONS = ["rds:DescribeDBInstances"] as const;

export const OPERATOR_ACTIONS: readonly string[] = [
  ...SECRET_OPERATIONS,
  ...FUNCTION_OPERATIONS,
  ...LOG_OPERATIONS,
  ...DATABASE_OPERATIONS,
];
