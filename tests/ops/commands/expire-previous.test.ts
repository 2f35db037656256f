import { parseEnvironment } from "../../../environments";
import { functionFailure } from "../../../ops/aws/function-failure";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);
const ARN = fakeSecret({ name: "sample/shop" }).arn;

const expirePrevious = async (answer: () => unknown, strategy = "alternating-users", ...options: string[]) => {
  const events: unknown[] = [];
  const tags = new Map([["rotation:strategy", strategy]]);
  const aws = fakeAws({
    secrets: { shop: fakeSecret({ name: "sample/shop", tags }) },
    answers: {
      "expire-previous": (event) => {
        events.push(event);
        return answer();
      },
    },
  });
  const around = { environments: () => ({ sample }), aws: () => aws };
  const ran = await runForTest(["expire-previous", "sample", "shop", "--yes", ...options], around);
  return { ...ran, events };
};

describe("ops expire-previous", () => {
  const ended = () => ({ secretId: ARN, expired: ["the password of 'shop_clone'@'%'"] });

  it("has the function end the other passwords, and says which", async () => {
    const { exitCode, out, events } = await expirePrevious(ended);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "sample/shop: ended\n  the password of 'shop_clone'@'%'" });
    expect(events).toEqual([{ action: "expire-previous", secretId: ARN }]);
  });

  it.each([
    ["alternating-users", "Gives the idle user of sample/shop a random password that is stored nowhere"],
    ["single-user", "Discards the second password of the user of sample/shop"],
  ])(
    "says what happens to users of the strategy that is deployed (%s), and who is refused then",
    async (strategy, plan) => {
      const { err } = await expirePrevious(ended, strategy);
      expect(err).toContain(plan);
      expect(err).toContain("Clients that still hold AWSPREVIOUS are refused from now on, and rollback is impossible");
    },
  );

  it("says that there was nothing to end", async () => {
    const { exitCode, out } = await expirePrevious(() => ({ secretId: ARN, expired: [] }));
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: "sample/shop: AWSCURRENT was the only password already",
    });
  });

  it("prints what the function refused, and the command that explains it", async () => {
    const errorType = "RotationError:rotation_in_progress";
    const { exitCode, err } = await expirePrevious(() => {
      throw functionFailure({ errorType, errorMessage: "a rotation is pending" });
    });
    expect(exitCode).toBe(1);
    expect(err).toMatch(/found: a rotation is pending; what to do: npm run ops -- explain rotation_in_progress/);
  });

  it("prints one document with --json", async () => {
    expect((await expirePrevious(ended, "alternating-users", "--json")).json()).toMatchObject({
      command: "expire-previous",
      secret: "sample/shop",
      expired: ["the password of 'shop_clone'@'%'"],
    });
  });
});
