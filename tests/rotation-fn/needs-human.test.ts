import { execFileSync } from "node:child_process";
import { ERROR_CODES, type ErrorCode, RotationError } from "../../rotation-fn/errors";
import { humanHelp } from "../../rotation-fn/needs-human";

const ROTATION = { secretId: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf", token: "t-1" };
const PLACE = { username: "app", host: "db.example.internal", port: 3306 };

const help = (code: ErrorCode, rotation: Partial<typeof ROTATION> = ROTATION, endpoint = PLACE) =>
  humanHelp(new RotationError(code, { problem: "p", remedy: "r" }, { endpoint }), {
    secretId: rotation.secretId,
    token: rotation.token,
  });

describe("humanHelp", () => {
  it("leaves a person alone where repeating helps", () => {
    const silent = ERROR_CODES.filter((code) => help(code) === undefined);
    expect(silent).toEqual(
      expect.arrayContaining([
        "network_unreachable",
        "too_many_connections",
        "secrets_manager_unavailable",
        "rotation_in_progress",
        "version_not_pending",
        "deadline_exceeded",
      ]),
    );
    expect(silent).not.toContain("missing_privilege");
  });

  it.each(ERROR_CODES.filter((code) => help(code) !== undefined))("gives one line to run for %s", (code) => {
    for (const found of [help(code), help(code, {})]) {
      expect(found).toEqual({ needsHuman: true, command: expect.stringMatching(/^(aws|mysql|openssl) [ -~]+$/) });
    }
  });

  it.each([
    [
      "password_rejected",
      'mysql --host=db.example.internal --port=3306 --user="$ADMIN" --password ' +
        "--execute=\"SHOW VARIABLES LIKE 'validate_password%'\"",
    ],
    [
      "account_locked",
      'mysql --host=db.example.internal --port=3306 --user="$ADMIN" --password ' +
        "--execute=\"ALTER USER 'app'@'%' ACCOUNT UNLOCK\"",
    ],
    ["tls_wrong_name", "openssl s_client -starttls mysql -connect db.example.internal:3306 -showcerts </dev/null"],
  ] as const)("names what is to be done for %s", (code, command) => {
    expect(help(code)?.command).toBe(command);
  });

  it.each([
    [
      "rds!db-1",
      "shop.abc.eu-west-1.rds.amazonaws.com",
      "aws rds modify-db-instance --db-instance-identifier shop --rotate-master-user-password --apply-immediately",
    ],
    [
      "rds!db-1",
      "10.0.0.1",
      'aws rds modify-db-instance --db-instance-identifier "$DATABASE" --rotate-master-user-password --apply-immediately',
    ],
    ["own-admin", "10.0.0.1", "aws secretsmanager list-secret-version-ids --secret-id own-admin"],
  ])("cures the refused admin of %s at %s", (adminSecretId, host, command) => {
    const error = new RotationError(
      "admin_login_refused",
      { problem: "p", remedy: "r" },
      { endpoint: { ...PLACE, host }, adminSecretId },
    );
    expect(humanHelp(error, ROTATION)?.command).toBe(command);
  });

  it("removes AWSPENDING for no code by itself: only where the error says that nobody needs the pending password", () => {
    expect(ERROR_CODES.filter((code) => /AWSPENDING/.test(help(code)?.command ?? ""))).toEqual([]);
    for (const code of ["user_mismatch", "password_rejected", "password_reused", "pending_outdated"] as const) {
      const error = new RotationError(code, { problem: "p", remedy: "r" }, { action: { kind: "cancel" } });
      expect(humanHelp(error, ROTATION)).toEqual({
        needsHuman: true,
        command:
          `aws secretsmanager update-secret-version-stage --secret-id ${ROTATION.secretId} --version-stage AWSPENDING ` +
          `--remove-from-version-id t-1 && aws secretsmanager rotate-secret --secret-id ${ROTATION.secretId}`,
      });
    }
  });

  it("gives a line that a shell takes as it is, whatever the event and the secret held", () => {
    const secretId = "x'; touch /tmp/owned; echo '$(id)`id`";
    const endpoint = { username: "a'b\"$(id)`id`\\", host: "h;id", port: 1 };
    for (const code of ["rotation_not_enabled", "account_locked", "login_refused", "tls_untrusted"] as const) {
      const command = (help(code, { ...ROTATION, secretId }, endpoint)?.command ?? "").replace("</dev/null", "");
      // Every word comes out of the shell as it went in: nothing in it was run, and nothing ended a word.
      const words = execFileSync("/bin/sh", ["-c", `printf '%s\\n' ${command}`], {
        encoding: "utf8",
      });
      expect(words.trimEnd().split("\n")).toContain(
        { rotation_not_enabled: secretId, tls_untrusted: "h;id:1" }[code as string] ?? "--host=h;id",
      );
      expect(words).not.toMatch(/uid=/);
    }
  });
});
