import { parseEnvironment } from "../../../environments";
import { FunctionFailure } from "../../../ops/aws/function-failure";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);

/** The function, with these logins of AWSCURRENT by secret; a secret without one is not deployed. */
const verify = (logins: Readonly<Record<string, "accepted" | "refused" | "failed">>, ...more: string[]) => {
  const secrets = Object.fromEntries(Object.keys(logins).map((name) => [name, fakeSecret({ name: `sample/${name}` })]));
  const nameOf = (secretId: unknown) => /sample\/(\w+)-/.exec(String(secretId))?.[1] ?? "";
  const answers = {
    inspect: ({ secretId }: { readonly secretId?: unknown }) => {
      const name = nameOf(secretId);
      if (logins[name] === "failed") throw new FunctionFailure("deadline_exceeded", "no time left");
      return {
        secretId,
        secret: `sample/${name}`,
        rotationEnabled: true,
        strategy: "admin-rotated",
        current: { versionId: "v2", user: name, login: logins[name] },
        previous: { versionId: "v1", user: name, login: "refused" },
        admin: { secretId: "admin", login: "accepted", accounts: [] },
      };
    },
    audit: ({ secretIds }: { readonly secretIds?: unknown }) => ({
      secrets: [secretIds].flat().map((secretId) => ({
        secretId,
        rotationOverdue: false,
        rotationStuck: false,
        grantDrift: 0,
        unlabelledPasswords: 0,
        problems: [],
      })),
    }),
  };
  return runForTest(["verify", "sample", ...more], {
    environments: () => ({ sample }),
    aws: () => fakeAws({ secrets, answers }),
  });
};

describe("ops verify without a secret", () => {
  it("verifies all of the environment, and is good only if each is", async () => {
    const good = await verify({ shop: "accepted", reporting: "accepted" }, "--json");
    const { secrets } = good.json() as { readonly secrets: readonly { readonly secret: string }[] };
    expect(secrets.map(({ secret }) => secret)).toEqual(["sample/shop", "sample/reporting"]);
    const bad = await verify({ shop: "accepted", reporting: "refused" });
    expect(bad.exitCode).toBe(1);
    expect(bad.out).toContain("next: npm run ops -- unstick sample reporting");
    expect(bad.out).not.toContain("unstick sample shop");
  });

  it("verifies the others where one is not deployed or cannot be examined, and is not good", async () => {
    const missing = await verify({ reporting: "accepted" });
    expect(missing).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/^sample\/shop\n {2}✖ .*secret_not_found/),
    });
    expect(missing.out).toContain("✔ a login with AWSCURRENT works");
    const failed = await verify({ shop: "failed", reporting: "accepted" }, "--json");
    expect(failed.exitCode).toBe(1);
    expect(failed.json().secrets).toEqual([
      { secret: "sample/shop", error: expect.objectContaining({ code: "function_failed" }) },
      expect.objectContaining({ secret: "sample/reporting", problems: [] }),
    ]);
  });

  it("ends where no secret can be verified", async () => {
    const ran = await runForTest(["verify", "sample"], {
      environments: () => ({ sample }),
      aws: () =>
        fakeAws({
          secrets: {
            shop: fakeSecret({
              name: "sample/shop",
              arn: "arn:aws:secretsmanager:eu-west-1:9:secret:sample/shop-AbCdEf",
            }),
          },
        }),
    });
    expect(ran).toMatchObject({ exitCode: 1, out: "", err: expect.stringContaining("wrong_account") });
  });
});
