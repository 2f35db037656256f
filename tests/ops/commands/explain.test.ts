import { ERROR_CODES } from "../../../rotation-fn/errors";
import { runForTest } from "../../support/ops-world";

/** Without environments and without AWS: both would throw. */
const explain = (code: string, ...options: string[]) => runForTest(["explain", code, ...options], {});

describe("ops explain", () => {
  it.each(ERROR_CODES)("explains %s as text for a terminal", async (code) => {
    const { exitCode, out } = await explain(code);
    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`^${code}\n\n\\S.*\n\nWhat to do: \\S`));
    const [text = ""] = out.split("\n  ");
    expect(text).not.toMatch(/\]\(|`|\*\*/);
  });

  it("prints the command to start with, and the call of the AWS CLI", async () => {
    const { out } = await explain("rotation_not_enabled");
    expect(out).toContain("\n\n  npm run ops -- resume <environment> <secret>");
    expect(out).toContain('\n  aws secretsmanager describe-secret --secret-id "$SECRET"');
  });

  it("says of a code that heals by itself that it does, and of no other", async () => {
    expect((await explain("server_unavailable")).out).toContain("it usually heals by itself");
    expect((await explain("login_refused")).out).not.toContain("heals by itself");
  });

  it("takes a code as Lambda and the log write it", async () => {
    expect((await explain("RotationError:login_refused")).out).toBe((await explain("login_refused")).out);
  });

  it("names the codes that come close to one that does not exist", async () => {
    const { exitCode, err } = await explain("login_refusd");
    expect(exitCode).toBe(2);
    expect(err).toMatch(/no error code "login_refusd"; allowed: .*\blogin_refused\b.*\(bad_command\)/);
    expect(err).not.toContain("tls_untrusted");
    expect((await explain("xyz")).err).toContain("tls_untrusted");
  });

  it("prints one document with --json", async () => {
    expect((await explain("pending_outdated", "--json")).json()).toMatchObject({
      command: "explain",
      code: "pending_outdated",
      healsByItself: false,
      next: "npm run ops -- unstick <environment> <secret>",
      calls: [
        expect.stringContaining("as_admin"),
        expect.stringContaining("AWSPENDING"),
        expect.stringMatching(/^aws secretsmanager rotate-secret/),
      ],
    });
  });
});
