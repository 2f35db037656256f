import * as fc from "fast-check";
import { attributeOfNotes, isNote, notesOf } from "../../../rotation-fn/ports/account-note";

describe("a note about an account", () => {
  it("is one name for a usual secret, readable as it stands", () => {
    expect(notesOf({ rotated_for_secret: "prod/orders" })).toEqual(["rotated for secret: prod/orders"]);
    expect(notesOf({ rotated_for_secret: "Prod/Orders_1" })).toEqual(["rotated for secret: ^prod/^orders~1"]);
  });

  it("is of our own keys only, and of text only", () => {
    expect(notesOf({ team: "shop", rotated_for_secret: 7 })).toEqual([]);
  });

  it("comes back as it was, whatever the value, in names that a database may have", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 512, unit: "grapheme" }), (value) => {
        const names = notesOf({ rotated_for_secret: value, rotated_with_rights: "0f" });
        for (const name of names) {
          expect(name.length).toBeLessThanOrEqual(64);
          expect(name).toMatch(/^[^A-Z_%]*[^ ]$/);
          expect(isNote(name)).toBe(true);
        }
        expect(attributeOfNotes([...names].reverse())).toEqual({
          rotated_for_secret: value,
          rotated_with_rights: "0f",
        });
      }),
      { numRuns: 500 },
    );
  });

  it("of which a part is missing is none", () => {
    const names = notesOf({ rotated_for_secret: "x".repeat(200) });
    expect(names.length).toBeGreaterThan(4);
    expect(attributeOfNotes(names.slice(1))).toEqual({});
  });
});
