import { worldState } from "../../../ops/recovery/world-state";
import type { InspectedVersion, InspectResult } from "../../../rotation-fn/actions/inspect";

const accepted = (versionId: string, user = "app"): InspectedVersion => ({ versionId, user, login: "accepted" });
const refused = (versionId: string, user = "app"): InspectedVersion => ({
  versionId,
  user,
  login: "refused",
  code: "login_refused",
  message: "1045",
});
const found = (changes: Partial<InspectResult>): InspectResult => ({
  secretId: "arn",
  secret: "dev/shop",
  rotationEnabled: true,
  strategy: "alternating-users",
  current: accepted("v2"),
  previous: accepted("v1", "app_clone"),
  ...changes,
});
const cancel = { code: "user_mismatch", message: "cancel it", action: { kind: "cancel" } } as const;
const failed = (code: string) => ({ code, message: code, effect: "none", needsHuman: true, command: undefined });

/** tests/ops/recovery/unstick.slow.test.ts makes each state in a real database. These are the combinations. */
describe("the state of the world", () => {
  it.each([
    [
      "one user, AWSCURRENT refused, the pending version logs in",
      { current: refused("v2"), pending: accepted("v3") },
      11,
    ],
    [
      "two users, the same: the pending user proves nothing of the current one",
      { current: refused("v2"), pending: accepted("v3", "app_clone") },
      13,
    ],
    [
      "AWSCURRENT and AWSPENDING refused, AWSPREVIOUS logs in: no label moves during a rotation",
      { current: refused("v2"), pending: refused("v3", "app_clone") },
      13,
    ],
    [
      "the guards would cancel, but AWSCURRENT is refused: its login comes first",
      { current: refused("v2"), pending: refused("v3"), obstacle: cancel },
      13,
    ],
    ["the guards cancel, and AWSCURRENT logs in", { pending: refused("v3"), obstacle: cancel }, 6],
    [
      "the pending version is no value",
      { pending: { versionId: "v3", login: "unknown", code: "bad_secret_value", message: "no JSON" } },
      6,
    ],
    [
      "the pending version could not be tried",
      { pending: { versionId: "v3", login: "unknown", code: "network_unreachable", message: "no answer" } },
      2,
    ],
    [
      "rotation is off, AWSCURRENT refused: the pending version is not removed",
      { rotationEnabled: false, current: refused("v2"), pending: accepted("v3") },
      13,
    ],
    ["rotation is off, nothing pending", { rotationEnabled: false }, 1],
    ["the password of the pending version has expired", { pending: { ...refused("v3"), code: "password_expired" } }, 3],
  ] satisfies readonly [string, Partial<InspectResult>, number][])("%s", (_, changes, number) => {
    expect(worldState(found(changes)).number).toBe(number);
  });

  it.each([
    ["refused", "admin_login_refused", /but the admin does not: no/],
    ["unknown", "bad_admin_secret", /not known whether the admin does: no/],
  ] as const)(
    "leads to the code of an admin whose login is %s, and takes silence for no refusal",
    (login, code, says) => {
      const {
        number,
        found: text,
        treatment,
      } = worldState(found({ admin: { secretId: "a", login, code, message: "no" } }));
      expect({ number, treatment }).toMatchObject({
        number: 16,
        treatment: { kind: "person", what: `npm run ops -- explain ${code}` },
      });
      expect(text).toMatch(says);
    },
  );

  it("cancels a password that the server does not take only where the database does not have it", () => {
    const pending = refused("v3", "app_clone");
    expect(worldState(found({ pending }), failed("password_rejected")).treatment).toMatchObject({ kind: "cancel" });
    expect(worldState(found({ pending: accepted("v3") }), failed("password_rejected")).number).toBe(10);
    expect(worldState(found({ pending }), failed("missing_privilege")).number).toBe(10);
  });

  it("never removes AWSPENDING while AWSCURRENT is refused, whatever else is found", () => {
    const versions = [undefined, accepted("v3"), refused("v3"), { versionId: "v3", login: "none" } as const];
    for (const pending of versions) {
      for (const previous of [undefined, accepted("v1"), refused("v1")]) {
        for (const rotationEnabled of [true, false]) {
          for (const obstacle of [undefined, cancel]) {
            const evidence = {
              ...found({ current: refused("v2"), rotationEnabled }),
              ...(pending === undefined ? {} : { pending }),
              ...(previous === undefined ? {} : { previous }),
              ...(obstacle === undefined ? {} : { obstacle }),
            };
            const { treatment, number } = worldState(evidence);
            // State 7 removes a label from a version without a value: there is no password to lose.
            if (number !== 7) expect(treatment.kind).not.toBe("cancel");
          }
        }
      }
    }
  });
});
