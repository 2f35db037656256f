import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import type { AccountChange, Grant } from "../../../rotation-fn/ports/account";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import { applyAsFarAsPossible } from "../../../rotation-fn/strategies/apply-grants";

const account = { user: "app", host: "%" };
const on = (privilege: string, scope = "`shop`.`t`", column?: string): Grant => ({
  ...{ kind: "privilege", privilege, scope },
  ...(column === undefined ? {} : { column }),
});
const dynamic = (privilege: string): Grant => ({ kind: "dynamic", privilege, grantOption: false });
const role: Grant = { kind: "role", role: { user: "readers", host: "%" }, adminOption: false };
const restriction: Grant = { kind: "restriction", privilege: "INSERT", scope: "`mysql`.*" };
const grant = (...grants: Grant[]): AccountChange => ({ kind: "grant", account, grants });
const revoke = (...grants: Grant[]): AccountChange => ({ kind: "revoke", account, grants });

const refusal = (code: ErrorCode, effect: "none" | "unknown" = "none") =>
  new RotationError(code, { problem: "refused", remedy: "look" }, { effect });
type Answer = (change: AccountChange) => unknown;
const always =
  (code: ErrorCode): Answer =>
  () =>
    refusal(code);

/** Applies on a server that refuses with what `answer` returns. Gives what became of it and what was sent. */
async function applied(change: AccountChange, answer: Answer, has: Grant[] = [], unknown: Grant[] = []) {
  const sent: AccountChange[] = [];
  const session = {
    apply: async (one: AccountChange) => {
      sent.push(one);
      const error = answer(one);
      if (error !== undefined) throw error;
    },
    objects: { missingFor: async () => unknown },
  } as unknown as DatabaseSession;
  return { outcome: await applyAsFarAsPossible(session, change, has).catch((error: unknown) => error), sent };
}

const NOTHING = { gone: [], kept: [] };

describe("a change that the server accepts", () => {
  it.each([grant(on("SELECT")), revoke(on("SELECT")), { kind: "lock-account", account } as const])(
    "is sent once: $kind",
    async (change) => expect(await applied(change, () => undefined)).toEqual({ outcome: NOTHING, sent: [change] }),
  );
});

describe("a change that the server refuses", () => {
  it("stops the rotation where it is no grant and no revoke", async () => {
    const { outcome } = await applied({ kind: "lock-account", account }, always("object_missing"));
    expect(outcome).toMatchObject({ code: "object_missing" });
  });

  it.each<[AccountChange, ErrorCode]>([
    [grant(on("SELECT")), "missing_privilege"],
    [grant(on("SELECT")), "database_refused"],
    [revoke(on("SELECT")), "object_missing"],
    [revoke(restriction), "missing_privilege"],
    [revoke(on("SELECT"), restriction), "missing_privilege"],
  ])("stops the rotation where repeating it could help: $0.kind, %s", async (change, code) => {
    const { outcome, sent } = await applied(change, always(code));
    expect([outcome, sent]).toMatchObject([{ code }, [change]]);
  });

  it("stops the rotation where the error is no answer of the server", async () => {
    const { outcome } = await applied(grant(dynamic("ROLE_ADMIN")), () => new Error("a defect"), [], [on("SELECT")]);
    expect(outcome).toEqual(new Error("a defect"));
  });

  it("gives a right whose object is gone up, and its neighbours not", async () => {
    const change = grant(on("SELECT"), on("SELECT", "`shop`.`t`", "a"), on("UPDATE"), on("SELECT", "`shop`.`t`", "b"));
    const refused = on("SELECT", "`shop`.`t`", "a");
    const { outcome, sent } = await applied(change, ({ grants = [] }: { grants?: readonly Grant[] } & object) =>
      grants.some((one) => JSON.stringify(one) === JSON.stringify(refused)) ? refusal("object_missing") : undefined,
    );
    expect(outcome).toEqual({ gone: [refused], kept: [] });
    expect(sent).toEqual([
      change,
      ...[grant(on("SELECT"), on("UPDATE")), grant(refused), grant(on("SELECT", "`shop`.`t`", "b"))],
    ]);
  });

  it("gives all up where they have one object, in one attempt", async () => {
    const change = grant(on("SELECT"), on("UPDATE"));
    const { outcome, sent } = await applied(change, always("object_missing"));
    expect([outcome, sent]).toEqual([{ gone: [on("SELECT"), on("UPDATE")], kept: [] }, [change]]);
  });

  it("gives roles up one by one", async () => {
    const other: Grant = { ...role, role: { user: "writers", host: "%" } };
    const { outcome, sent } = await applied(grant(role, other), always("object_missing"));
    expect([outcome, sent]).toEqual([
      { gone: [role, other], kept: [] },
      [grant(role, other), grant(role), grant(other)],
    ]);
  });

  it("keeps what the admin may not take away, each right by itself", async () => {
    const change = revoke(on("SELECT"), on("UPDATE"));
    const { outcome, sent } = await applied(change, ({ grants = [] }: { grants?: readonly Grant[] } & object) =>
      grants.length > 1 || (grants[0] as { privilege: string }).privilege === "UPDATE"
        ? refusal("missing_privilege")
        : undefined,
    );
    expect(outcome).toEqual({ gone: [], kept: [on("UPDATE")] });
    expect(sent).toEqual([change, revoke(on("SELECT")), revoke(on("UPDATE"))]);
  });
});

describe("a dynamic privilege", () => {
  const change = grant(dynamic("ROLE_ADMIN"));

  it("is given up where the server does not know it, and only then", async () => {
    const unknown = [dynamic("ROLE_ADMIN")];
    expect((await applied(change, always("database_refused"), [], unknown)).outcome).toEqual({
      gone: unknown,
      kept: [],
    });
    expect((await applied(change, always("database_refused"))).outcome).toMatchObject({ code: "database_refused" });
    const unsure = await applied(change, () => refusal("database_refused", "unknown"), [], unknown);
    expect(unsure.outcome).toMatchObject({ effect: "unknown" });
    const [lost = role] = unknown;
    const beside = await applied(
      grant(on("SELECT"), lost),
      (one) => (one.kind === "grant" && one.grants.includes(lost) ? refusal("database_refused") : undefined),
      [],
      unknown,
    );
    expect(beside.outcome).toEqual({ gone: [lost], kept: [] });
  });

  it("is taken away with a privilege that the account does not have everywhere", async () => {
    const alone = revoke(dynamic("ROLE_ADMIN"));
    const has = [on("SHOW DATABASES", "*.*"), on("PROCESS", "`shop`.*"), dynamic("PROCESS")];
    const { outcome, sent } = await applied(
      alone,
      (one) => (one.kind === "revoke" && one.companion === undefined ? refusal("missing_privilege") : undefined),
      has,
    );
    expect([outcome, sent]).toEqual([NOTHING, [alone, { ...alone, companion: "PROCESS" }]]);
  });

  it("is kept where that does not help, or where the account has every such privilege", async () => {
    const alone = revoke(dynamic("ROLE_ADMIN"));
    const kept = { gone: [], kept: [dynamic("ROLE_ADMIN")] };
    const first = await applied(alone, always("missing_privilege"));
    expect([first.outcome, first.sent]).toEqual([kept, [alone, { ...alone, companion: "SHOW DATABASES" }]]);
    const all = ["SHOW DATABASES", "PROCESS", "RELOAD", "REPLICATION CLIENT", "REPLICATION SLAVE", "CREATE USER"];
    for (const [index, companion] of all.entries()) {
      const has = all.slice(0, index).map((name) => on(name, "*.*"));
      expect((await applied(alone, always("missing_privilege"), has)).sent.at(-1)).toEqual({ ...alone, companion });
    }
    const everything = await applied(
      alone,
      always("missing_privilege"),
      all.map((name) => on(name, "*.*")),
    );
    expect([everything.outcome, everything.sent]).toEqual([kept, [alone]]);
  });

  it("beside another kind of right is taken away by itself, and then with a companion", async () => {
    const both = revoke(dynamic("ROLE_ADMIN"), role);
    const { outcome, sent } = await applied(both, always("missing_privilege"));
    expect(outcome).toEqual({ gone: [], kept: [dynamic("ROLE_ADMIN"), role] });
    expect(sent.map((one) => one.kind === "revoke" && [one.grants.length, one.companion])).toEqual([
      ...[
        [2, undefined],
        [1, undefined],
        [1, "SHOW DATABASES"],
        [1, undefined],
      ],
    ]);
  });
});
