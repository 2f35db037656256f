import { parseEnvironment } from "../../../environments";
import type { SecretState } from "../../../ops/aws/ports";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);

const pause = async (changes: Partial<SecretState>, ...options: string[]) => {
  const aws = fakeAws({ secrets: { shop: fakeSecret({ name: "sample/shop", ...changes }) } });
  const around = { environments: () => ({ sample }), aws: () => aws };
  return { ...(await runForTest(["pause", "sample", "shop", ...options], around)), changes: aws.changes };
};

describe("ops pause", () => {
  it("says what it does, switches the schedule off, and prints the command that switches it on again", async () => {
    const { exitCode, out, err, changes } = await pause({}, "--yes");
    expect(err).toContain("its password does not change until resume or a deployment");
    expect({ exitCode, out, changes }).toEqual({
      exitCode: 0,
      out: "sample/shop: the schedule is off\nnext: npm run ops -- resume sample shop",
      changes: ["cancel rotation"],
    });
  });

  it("changes nothing and asks nothing where the schedule is off", async () => {
    expect(await pause({ rotationEnabled: false })).toMatchObject({
      exitCode: 0,
      out: "sample/shop: the schedule is off already",
      changes: [],
    });
  });

  it("refuses while a rotation is pending: cancelling it would leave its version behind", async () => {
    const labels = new Map([
      ["v3", ["AWSPENDING"]],
      ["v2", ["AWSCURRENT"]],
    ]);
    const { exitCode, err, changes } = await pause({ labels }, "--yes");
    expect({ exitCode, changes }).toEqual({ exitCode: 1, changes: [] });
    expect(err).toMatch(/found: the version v3; .*npm run ops -- unstick sample shop; nothing was changed \(refused\)/);
  });

  it("is not kept from it by a finished rotation that left AWSPENDING on AWSCURRENT", async () => {
    const labels = new Map([["v2", ["AWSCURRENT", "AWSPENDING"]]]);
    expect((await pause({ labels }, "--yes")).changes).toEqual(["cancel rotation"]);
  });
});
