import { parseEnvironment } from "../../../environments";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);

/** The function, with these logins of AWSCURRENT by secret. */
const verify = (logins: Readonly<Record<string, "accepted" | "refused">>, ...more: string[]) => {
  const secrets = Object.fromEntries(
    ["shop", "reporting"].map((name) => [name, fakeSecret({ name: `sample/${name}` })]),
  );
  const nameOf = (secretId: unknown) => /sample\/(\w+)-/.exec(String(secretId))?.[1] ?? "";
  const answers = {
    inspect: ({ secretId }: { readonly secretId?: unknown }) => ({
      secretId,
      secret: `sample/${nameOf(secretId)}`,
      rotationEnabled: true,
      strategy: "admin-rotated",
      current: { versionId: "v2", user: nameOf(secretId), login: logins[nameOf(secretId)] },
      previous: { versionId: "v1", user: nameOf(secretId), login: "refused" },
      admin: { secretId: "admin", login: "accepted", accounts: [] },
    }),
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
});
