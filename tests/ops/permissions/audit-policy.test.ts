import { parseEnvironment } from "../../../environments";
import { policiesFor } from "../../../ops/permissions/policies";
import { fakeAws, fakeSecret } from "../../support/fake-aws";
import { faultyAws } from "../../support/faulty-aws";
import { runForTest } from "../../support/ops-world";
import { SAMPLE } from "../../support/sample-environment";

const sample = parseEnvironment("sample", SAMPLE);

/** What each call of the operators' clients is to IAM; a call that is not here changes something. */
const ACTIONS: Readonly<Record<string, string>> = {
  describe: "secretsmanager:DescribeSecret",
  versions: "secretsmanager:ListSecretVersionIds",
  invoke: "lambda:InvokeFunction",
  lines: "logs:FilterLogEvents",
};

const answers = {
  inspect: ({ secretId }: { readonly secretId?: unknown }) => ({
    secretId,
    secret: "sample/shop",
    rotationEnabled: true,
  }),
  audit: ({ secretIds }: { readonly secretIds?: unknown }) => ({
    secrets: [secretIds].flat().map((secretId) => ({ secretId, secret: "sample/shop", problems: [] })),
  }),
};

/** The actions that a command calls, in alphabetical order. */
async function calledBy(...argv: readonly string[]): Promise<readonly string[]> {
  const secrets = Object.fromEntries(
    ["shop", "reporting"].map((name) => [name, fakeSecret({ name: `sample/${name}` })]),
  );
  const aws = faultyAws(fakeAws({ secrets, answers }));
  await runForTest(argv, { environments: () => ({ sample }), aws: () => aws });
  return [...new Set(aws.calls.map((call) => ACTIONS[call] ?? call))].sort();
}

describe("the policy to audit an environment", () => {
  const allowed = policiesFor("audit", sample, []).flatMap(({ document }) =>
    document.Statement.flatMap(({ Action }) => Action),
  );

  it("allows what status, verify and logs call, and nothing else", async () => {
    const status = await calledBy("status", "sample");
    const verify = await calledBy("verify", "sample");
    const logs = await calledBy("logs", "sample", "shop");
    expect(status.length).toBe(4);
    expect(verify).toEqual(["lambda:InvokeFunction", "secretsmanager:DescribeSecret"]);
    expect(logs).toContain("logs:FilterLogEvents");
    expect([...allowed].sort()).toEqual([...new Set([...status, ...verify, ...logs])].sort());
  });

  it("is about the secrets of its environment", () => {
    const [look] = policiesFor("audit", sample, [])[0]?.document.Statement ?? [];
    expect(look?.Resource).toBe("arn:aws:secretsmanager:eu-west-1:111122223333:secret:sample/*");
  });
});
