import type { GuardRail } from "./rule";

/** Resources and data sources that put a secret into the state, whatever they are given, and what to do instead. */
const SECRET_TYPES: readonly { readonly type: RegExp; readonly remedy: string }[] = [
  {
    // Its version loses its label after two rotations; the next apply then writes the first value over a live one.
    type: /^aws_secretsmanager_secret_version$/,
    remedy: "let the function's provision call write the first value: it writes all of them",
  },
  {
    type: /^(random_password|random_string|aws_secretsmanager_random_password)$/,
    remedy: "let the function make passwords: nothing else has to know one",
  },
  { type: /^tls_private_key$/, remedy: "take a public key: its private half stays where it was made" },
  {
    type: /^(aws_iam_access_key|aws_iam_user_login_profile)$/,
    remedy: "give a role to the person or program that needs access",
  },
  { type: /^aws_db_snapshot_copy_password$|^aws_ssm_parameter$/, remedy: "keep it in an app secret" },
];

/** No resource whose content is a secret: state and plans are read by more people than a database is. */
export const secretMaterial: GuardRail = {
  name: "secret-material",
  check: ({ all }) =>
    all.flatMap(({ kind, type, path }) => {
      // Public parameters of AWS, such as the newest image, are read as data; parameters of one's own are not made.
      if (kind === "data" && type === "aws_ssm_parameter") return [];
      const known = SECRET_TYPES.find((secret) => secret.type.test(type));
      if (known === undefined) return [];
      return [{ path, found: type, allowed: "no resource whose content is a secret", remedy: known.remedy }];
    }),
};
