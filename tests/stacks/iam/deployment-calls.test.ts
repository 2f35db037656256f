import { ACCOUNT } from "./deployed";
import deployment from "./deployment-calls.json";
import functionCalls from "./recorded-calls.json";
import { type Call, isAllowed } from "./simulate";
import { ARNS, BREAKGLASS, POLICIES } from "./world";

type Recorded = Readonly<Record<string, readonly string[]>>;

/** What the stack's deployment or destruction called, as the deployer. */
const calledBy = (caller: string): readonly string[] => {
  const { apply, destroy }: { readonly apply: Recorded; readonly destroy: Recorded } = deployment;
  return [...new Set([...(apply[caller] ?? []), ...(destroy[caller] ?? [])])].sort();
};
const STACKS = ["local-network", "local-database", "local-bastion", "local-app-secret"] as const;
const of = (caller: string, service: string) => calledBy(caller).filter((action) => action.startsWith(`${service}:`));

describe("a deployment, as it was recorded with the real provider,", () => {
  test.each(STACKS)("of %s calls something, and does not read or write the value of a secret", (stack) => {
    const actions = calledBy(stack);
    expect(actions.length).toBeGreaterThan(5);
    expect(
      actions.filter((action) => /SecretValue|RandomPassword|VersionStage|kms:(Decrypt|Encrypt|Generate)/.test(action)),
    ).toEqual([]);
  });

  test.each(STACKS.filter((stack) => stack !== "local-app-secret"))(
    "of %s has nothing to do with secrets or functions",
    (stack) => {
      expect([...of(stack, "secretsmanager"), ...of(stack, "lambda")]).toEqual([]);
    },
  );

  test("contains no call of the function that its policy tests do not check", () => {
    const known = new Set(functionCalls.map(({ operation }) => `secretsmanager:${operation}`));
    const called = calledBy("local-rotation");
    expect(called.length).toBeGreaterThan(3);
    expect(called.filter((action) => !known.has(action))).toEqual([]);
  });
});

describe("a role that may deploy, and is named in the environment, is not kept by a policy of ours from", () => {
  const deployer = { principal: BREAKGLASS, identity: ["an administrator's role"] } as const;
  const onSecret = of("local-app-secret", "secretsmanager").map(
    (action): Call => ({
      ...deployer,
      what: action,
      action,
      resource: ARNS.secret.shop,
      resourcePolicy: "the secret shop",
    }),
  );
  const onKeys = ([stack, resource, resourcePolicy]: readonly [string, string, string]) =>
    of(stack, "kms")
      .filter((action) => !["kms:CreateKey", "kms:ListAliases"].includes(action)) // these know no key yet
      .map(
        (action): Call => ({
          ...deployer,
          what: `${action} with ${resourcePolicy}`,
          action,
          resource,
          resourcePolicy,
          context: { "kms:CallerAccount": ACCOUNT },
        }),
      );

  test.each([
    ...onSecret,
    ...onKeys(["local-app-secret", ARNS.key, "the app secrets' key"]),
    ...onKeys(["local-database", ARNS.databaseKey, "the database's key"]),
    ...onKeys(["local-network", ARNS.logsKey, "the network logs' key"]),
  ])("$what", async (call) => {
    expect(await isAllowed(call, POLICIES)).toBe(true);
  });
});
