import { namingObjects } from "../../../rotation-fn/adapters/statement-errors";
import { RotationError } from "../../../rotation-fn/errors";
import type { DatabaseObjects } from "../../../rotation-fn/ports/database-objects";

const account = { user: "app", host: "%" };
const drop = { kind: "drop-account", account } as const;
const parts = { problem: "it is a definer", found: "4006", remedy: "look" };
const endpoint = { username: "admin", host: "db.test", port: 3306 };
const context = { effect: "unknown", cause: "4006", endpoint, adminSecretId: "admin", needsHuman: true } as const;

const objectsOf = (count: number): DatabaseObjects => ({
  definedBy: async () => Array.from({ length: count }, (_, index) => ({ kind: "view", name: `v${index}` })),
  missingFor: async () => [],
});

describe("an account that is not dropped, because objects work with its rights", () => {
  it("is refused with ten of their names, and with everything that the error says", async () => {
    const error = new RotationError("account_is_definer", parts, context);
    const names = Array.from({ length: 10 }, (_, index) => `view v${index}`).join(", ");
    expect(await namingObjects(error, drop, objectsOf(10))).toMatchObject({
      ...{ code: "account_is_definer", ...context },
      parts: { ...parts, found: `4006; its objects: ${names}` },
    });
    expect(await namingObjects(error, drop, objectsOf(12))).toMatchObject({
      parts: { found: `4006; its objects: ${names} and 2 more` },
    });
  });

  it("is refused as it was where none can be named, and so is everything else", async () => {
    const error = new RotationError("account_is_definer", parts);
    expect(await namingObjects(error, drop, objectsOf(0))).toBe(error);
    const hidden = { ...objectsOf(1), definedBy: () => Promise.reject(new Error("denied")) };
    expect(await namingObjects(error, drop, hidden)).toBe(error);
    expect(await namingObjects(error, { kind: "create-database", database: "d" }, objectsOf(1))).toBe(error);
    const other = new RotationError("missing_privilege", parts);
    expect(await namingObjects(other, drop, objectsOf(1))).toBe(other);
  });
});
