import { textsIn } from "./json";
import type { GuardRail } from "./rule";

/** Arguments that hold a secret. `manage_master_user_password` and ids of keys are others. */
const SECRET_KEYS =
  /^(password|password_wo|master_password|master_user_password|secret_string|secret_string_wo|secret_binary|private_key|secret_key|access_key|auth_token|token)$/;

/** What credentials look like: an access key id, a PEM block, a URL with a password, a password in a command or a setting. */
const SECRET_TEXTS: readonly RegExp[] = [
  /\bA(KIA|SIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /:\/\/[^/"\s:@]+:[^/"\s@]+@/,
  /\b(password|passwd|passphrase|pwd)["']?\s*[=:]\s*["']?(?![$"'\s<])\S{6,}/i,
  /\bIDENTIFIED\s+(BY|WITH\s+\S+\s+BY)\s+['"]/i,
];

/** Settings that are called so in environment variables of a function or of a script. */
const SECRET_NAMES = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY)$/;

/** No text that is, or looks like, a password. It is never shown: an error ends up in logs. */
export const passwordLiterals: GuardRail = {
  name: "password-literals",
  check: ({ all }) =>
    all.flatMap(({ path, values }) =>
      [...textsIn(values)].flatMap(({ keys, text }) => {
        const key = keys.at(-1) ?? "";
        const isNamedSo = SECRET_KEYS.test(key) || SECRET_NAMES.test(key);
        if (!isNamedSo && !SECRET_TEXTS.some((form) => form.test(text))) return [];
        return [
          {
            path,
            found: `a text in ${keys.join(".")} that ${isNamedSo ? "holds a secret by its name" : "looks like one"} (not shown)`,
            allowed: "no secret in code, plan or state",
            remedy: "refer to a secret by its ARN, and let the program that needs the value read it when it runs",
          },
        ];
      }),
    ),
};
