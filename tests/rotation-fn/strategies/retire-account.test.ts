import type { AccountChange } from "../../../rotation-fn/ports/account";
import type { DefinedObject } from "../../../rotation-fn/ports/database-objects";
import { dropOrRetire } from "../../../rotation-fn/strategies/retire-account";
import { definitionOf, privilegeOn, refusal, stubContext, stubSession } from "../../support/strategy-stubs";

const account = { user: "app_clone", host: "%" };
const definition = definitionOf(account, { grants: [privilegeOn("SELECT"), privilegeOn("SUPER", "*.*")] });
const views = (count: number): DefinedObject[] =>
  Array.from({ length: count }, (_, index) => ({ kind: "view", name: `\`shop\`.\`v${index + 1}\`` }));

/** Drops or retires the account on a server with objects of it, which refuses changes with what `refuses` returns. */
async function dropped(objects: readonly DefinedObject[], refuses?: (change: AccountChange) => unknown) {
  const definedBy = async (asked: object) => {
    expect(asked).toEqual(account);
    return objects;
  };
  const { session, seen } = stubSession({ objects: { missingFor: async () => [], definedBy }, refuses });
  const { context, seen: told } = stubContext();
  const outcome = await dropOrRetire(session, definition, context).catch((error: unknown) => error);
  return { outcome, applied: seen.applied, logged: told.logged };
}
const refusing = (kind: AccountChange["kind"], error: Error) => (change: AccountChange) =>
  change.kind === kind ? error : undefined;
const retired = (objects: string, objectCount: number) => [
  "account-retired",
  {
    ...{ account: "'app_clone'@'%'", objects, objectCount },
    why: "they work with its rights, and would be dead without it",
    hint: "give them another definer or drop them, then drop the account; it is locked, and its password is not stored",
  },
];

describe("an account that is no longer needed", () => {
  it("is dropped where nothing names it as its definer", async () => {
    const { outcome, applied, logged } = await dropped([]);
    expect([outcome, applied, logged]).toEqual([undefined, [{ kind: "drop-account", account }], []]);
  });

  it("is retired where objects name it, and loses what they do not need", async () => {
    const { outcome, applied, logged } = await dropped(views(2));
    expect(outcome).toEqual({
      account: "'app_clone'@'%'",
      objects: ["view `shop`.`v1`", "view `shop`.`v2`"],
    });
    expect(applied).toEqual([
      { kind: "retire-account", account, password: expect.stringMatching(/^.{20,}$/) },
      { kind: "revoke", account, grants: [privilegeOn("SUPER", "*.*")] },
    ]);
    expect(logged).toEqual([retired("view `shop`.`v1`, view `shop`.`v2`", 2)]);
  });

  it("is retired where the server refuses the drop for objects that the admin may not see", async () => {
    const { outcome, applied, logged } = await dropped([], refusing("drop-account", refusal("account_is_definer")));
    expect(outcome).toEqual({ account: "'app_clone'@'%'", objects: [] });
    expect(applied.map(({ kind }) => kind)).toEqual(["drop-account", "retire-account", "revoke"]);
    expect(logged).toEqual([retired("", 0)]);
  });

  it.each([refusal("missing_privilege"), new Error("a defect")])(
    "is not retired where the drop fails for another reason: %s",
    async (error) => {
      const { outcome, applied } = await dropped([], refusing("drop-account", error));
      expect(outcome).toBe(error);
      expect(applied.map(({ kind }) => kind)).toEqual(["drop-account"]);
    },
  );

  it("keeps a right that the admin may not take away, which is logged", async () => {
    const error = refusal("missing_privilege");
    const { outcome, logged } = await dropped(views(1), refusing("revoke", error));
    expect(outcome).toEqual({ account: "'app_clone'@'%'", objects: ["view `shop`.`v1`"] });
    expect(logged).toEqual([
      ["right-kept", { account: "'app_clone'@'%'", code: "missing_privilege", why: error.message }],
      retired("view `shop`.`v1`", 1),
    ]);
  });

  it.each([refusal("statement_timed_out", { effect: "unknown" }), new Error("a defect")])(
    "stops the work where it is not known whether a right was taken away: %s",
    async (error) => {
      const { outcome, logged } = await dropped(views(1), refusing("revoke", error));
      expect(outcome).toBe(error);
      expect(logged).toEqual([]);
    },
  );

  it("is retired with the names of 50 objects and the count of all", async () => {
    const { outcome, logged } = await dropped(views(51));
    const names = views(50).map(({ kind, name }) => `${kind} ${name}`);
    expect(outcome).toEqual({ account: "'app_clone'@'%'", objects: names });
    expect(logged).toEqual([retired(names.join(", "), 51)]);
  });
});
