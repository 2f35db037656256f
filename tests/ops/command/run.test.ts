import { parseEnvironment } from "../../../environments";
import { OpsError } from "../../../ops/error";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);
const deployed = () => fakeAws({ secrets: { shop: fakeSecret({ name: "sample/shop" }) } });
const around = (aws = deployed()) => ({ environments: () => ({ sample }), aws: () => aws });

describe("npm run ops", () => {
  it("prints its commands and ends with 2 when nothing was asked, with 0 for --help", async () => {
    const nothing = await runForTest([], {});
    expect(nothing.exitCode).toBe(2);
    expect(nothing.out).toContain("status [options] [environment] [secret]");
    expect((await runForTest(["--help"], {})).exitCode).toBe(0);
    const help = (await runForTest(["rotate", "--help"], {})).out;
    expect(help).toContain("Usage: npm run ops -- rotate [options] <environment> <secret>");
    expect(help).toContain("--yes");
  });

  it.each([
    [["turn", "sample"], /unknown command 'turn'.*npm run ops -- --help \(bad_command\)/],
    [
      ["rotate", "sample"],
      /^missing required argument 'secret'; allowed: rotate <environment> <secret>; what to do: npm run ops -- rotate --help/,
    ],
    [["statsu"], /^unknown command 'statsu' \(Did you mean status\?\); allowed: status, /],
    [["status", "sample", "shop", "x"], /Expected 2 arguments but got 3; allowed: status \[environment\] \[secret\];/],
    [["rotate", "sample", "shop", "--force"], /unknown option '--force'/],
    [["rotate", "nowhere", "shop"], /there is no environment "nowhere"; allowed: sample/],
    [["rotate", "sample", "nothing"], /no app secret "nothing"; allowed: shop, reporting/],
    [["logs", "sample", "shop", "--last", "many"], /the option --last is not valid; found: many/],
    [["status", "sample", "--watch", "--json"], /--watch and --json exclude each other/],
  ])("ends with 2 for %j and says what is allowed", async (argv, message) => {
    const { exitCode, err, out } = await runForTest(argv, around());
    expect({ exitCode, said: err || out }).toEqual({ exitCode: 2, said: expect.stringMatching(message) });
  });

  it.each(["rotate", "rollback", "unstick", "reconcile", "expire-previous", "pause"])(
    "%s changes nothing without consent",
    async (command) => {
      const accepted = { versionId: "v2", user: "shop", login: "accepted" };
      const inspect = () => ({
        secret: "sample/shop",
        rotationEnabled: true,
        strategy: "alternating-users",
        current: command === "unstick" ? { ...accepted, login: "refused", code: "login_refused" } : accepted,
        previous: { versionId: "v1", user: "shop_clone", login: "accepted" },
      });
      const aws = fakeAws({ secrets: { shop: fakeSecret({ name: "sample/shop" }) }, answers: { inspect } });
      const asked: string[] = [];
      const declined = await runForTest([command, "sample", "shop"], {
        ...around(aws),
        ask: async (question) => {
          asked.push(question);
          return "n";
        },
      });
      expect(declined).toMatchObject({ exitCode: 1, err: expect.stringContaining("(declined)") });
      expect(asked).toHaveLength(1);
      const unattended = await runForTest([command, "sample", "shop"], around(aws));
      expect(unattended).toMatchObject({ exitCode: 2, err: expect.stringContaining("(confirmation_required)") });
      expect(aws.changes).toEqual([]);
    },
  );

  it("refuses credentials of another account than the environment's", async () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:999988887777:secret:sample/shop-AbCdEf";
    const aws = fakeAws({ secrets: { shop: fakeSecret({ name: "sample/shop", arn }) } });
    const { exitCode, err } = await runForTest(["rotate", "sample", "shop", "--yes"], around(aws));
    expect(exitCode).toBe(1);
    expect(err).toMatch(/found: 999988887777; allowed: 111122223333; .*\(wrong_account\)/);
    expect(aws.changes).toEqual([]);
  });

  it("prints an error as one document with --json", async () => {
    const aws = fakeAws({ secrets: {} });
    const { exitCode, json, err } = await runForTest(["rotate", "sample", "shop", "--json"], around(aws));
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({ version: 1, command: "rotate", error: { code: "secret_not_found" } });
    expect(err).toBe("");
  });

  it.each([
    [["rotate", "sample", "--json"], "rotate", "missing required argument 'secret'", "rotate <environment> <secret>"],
    [["rotate", "sample", "shop", "--json", "--force"], "rotate", "unknown option '--force'", "rotate <environment>"],
    [["turn", "sample", "--json"], null, "unknown command 'turn'", "status"],
    [["--json"], null, "unknown option '--json'", "status"],
  ])("prints what is wrong with %j as one document, and ends with 2", async (argv, command, problem, allowed) => {
    const { exitCode, json, err } = await runForTest(argv, around());
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: "" });
    const error = { code: "bad_command", problem, allowed: expect.stringContaining(allowed) };
    expect(json()).toMatchObject({ version: 1, command, error });
    expect((json() as { error: object }).error).toMatchObject({
      message: expect.any(String),
      remedy: expect.stringContaining("--help"),
    });
  });

  it("takes no --json for its own that stands behind --", async () => {
    expect((await runForTest(["turn", "--", "--json"], around())).err).toContain("unknown command 'turn'");
  });

  it("ends with 130 when it is interrupted", async () => {
    const interruption = new AbortController();
    const aws = {
      ...deployed(),
      log: {
        lines: async () => {
          interruption.abort();
          throw new OpsError("aws_unavailable", { problem: "no answer", remedy: "none" });
        },
      },
    };
    const { exitCode, err } = await runForTest(["logs", "sample", "shop"], {
      ...around(aws),
      signal: interruption.signal,
    });
    expect({ exitCode, err }).toEqual({ exitCode: 130, err: expect.stringContaining("(interrupted)") });
  });
});
