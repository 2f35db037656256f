import type { AccountDefinition, Grant } from "../../../rotation-fn/ports/account";
import type { AccountPair } from "../../../rotation-fn/strategies/account-pairs";
import { convergePair, setPairPassword } from "../../../rotation-fn/strategies/converge-pair";
import { markFor } from "../../../rotation-fn/strategies/mark";
import {
  ARN,
  credentialOf,
  definitionOf,
  privilegeOn,
  refusal,
  stubContext,
  stubSession,
} from "../../support/strategy-stubs";

const APP = { user: "app", host: "%" };
const CLONE = { user: "app_clone", host: "%" };
const attribute = { ...markFor({ name: "shop", arn: ARN }) };
const everywhere = privilegeOn("SELECT", "*.*");
const restriction: Grant = { kind: "restriction", privilege: "SELECT", scope: "`mysql`.*" };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => privilegeOn(`P${index + 1}`));
const pairOf = (wanted: readonly Grant[], existing: AccountDefinition | undefined): AccountPair => ({
  source: definitionOf(APP, { attribute, grants: wanted }),
  ...{ sourceHasSecond: false, target: CLONE, existing, targetHasSecond: false },
});
const clone = (...grants: Grant[]) => definitionOf(CLONE, { attribute, grants });

/** Converges a pair on a server that shows the target like this after one round and the next; the last one stays. */
async function converged(pair: AccountPair, ...shown: (AccountDefinition | undefined)[]) {
  let looks = 0;
  const { session, seen } = stubSession({ readAccount: async () => shown[Math.min(looks++, shown.length - 1)] });
  const { context, seen: told } = stubContext();
  const outcome = await convergePair(session, pair, context).catch((error: unknown) => error);
  return { outcome, applied: seen.applied, logged: told.logged };
}

describe("a pair whose rights become alike", () => {
  it("sends nothing where nothing differs", async () => {
    const { outcome, applied, logged } = await converged(pairOf(numbered(1), clone(...numbered(1))));
    expect([outcome, applied]).toMatchObject([{ target: CLONE, excess: [] }, []]);
    expect(logged).toEqual([
      ["account-converged", { account: "'app_clone'@'%'", like: "'app'@'%'", created: false, changes: 0 }],
    ]);
  });

  it("locks the target once, although the server shows its rights as they were after the first round", async () => {
    const whole = clone(everywhere, restriction);
    const { outcome, applied } = await converged(pairOf([everywhere, restriction], clone()), clone(), whole);
    expect(outcome).toMatchObject({ target: CLONE });
    expect(applied.map(({ kind }) => kind)).toEqual(["lock-account", "grant", "grant"]);
  });

  it("adds a restriction only once the server shows its global privilege", async () => {
    const whole = clone(everywhere, restriction);
    const { applied } = await converged(pairOf([everywhere, restriction], clone()), clone(everywhere), whole);
    expect(applied).toEqual([
      { kind: "lock-account", account: CLONE },
      { kind: "grant", account: CLONE, grants: [everywhere] },
      { kind: "revoke", account: CLONE, grants: [restriction] },
    ]);
  });

  it.each([
    [1, "without P1 on `shop`.*"],
    [8, `without ${numbers(8)}`],
    [9, `without ${numbers(8)} and 1 more`],
  ])("fails where %i rights are missing still after three rounds, and names the first eight", async (count, found) => {
    const { outcome, applied } = await converged(pairOf(numbered(count), clone()), clone());
    expect(applied).toHaveLength(3);
    expect(outcome).toMatchObject({
      ...{ code: "account_incomplete", effect: "applied" },
      parts: { problem: "'app_clone'@'%' could not be given all rights of 'app'@'%'", found },
    });
  });

  it("fails where the server shows no target after it was made", async () => {
    const { outcome } = await converged(pairOf([], undefined), undefined);
    expect(outcome).toMatchObject({ code: "account_incomplete", parts: { found: "without the account itself" } });
  });
});

describe("the pending password of a pair", () => {
  const pair = { ...pairOf([], clone()), excess: [] };

  /** Sets the password where the server refuses it, and shows this as the first one. */
  async function set(code: "password_reused" | "password_rejected" | "missing_privilege", primary?: string) {
    const { session, seen } = stubSession({
      readCredential: async (account) => credentialOf(account, primary),
      refuses: ({ kind }) => (kind === "set-password" ? refusal(code) : undefined),
    });
    const { context, seen: told } = stubContext();
    const outcome = await setPairPassword(session, pair, "new", context).catch((error: unknown) => error);
    return { outcome, applied: seen.applied.map(({ kind }) => kind), logged: told.logged };
  }

  it.each([
    ["has had it", "password_reused", undefined],
    ["shows it as the first one", "password_rejected", "new"],
  ] as const)("was set before where the server refuses it and %s", async (_, code, primary) => {
    expect(await set(code, primary)).toEqual({
      outcome: undefined,
      applied: ["set-password", "merge-attribute"],
      logged: [["password-set-before", { account: "'app_clone'@'%'" }]],
    });
  });

  it.each([
    ["password_rejected", "x", { kind: "cancel" }],
    ["password_rejected", undefined, undefined],
    ["missing_privilege", "new", undefined],
  ] as const)(
    "was not set where the server refuses it: %s, with the first password %s",
    async (code, primary, action) => {
      const { outcome, applied } = await set(code, primary);
      expect([outcome, applied]).toMatchObject([{ code, action }, ["set-password"]]);
    },
  );
});

function numbers(count: number): string {
  return Array.from({ length: count }, (_, index) => `P${index + 1} on \`shop\`.*`).join(", ");
}
