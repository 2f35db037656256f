import fc from "fast-check";
import { spaced } from "../../../../local/rehearsal/picture/step-captions";

describe("spaced", () => {
  it("leaves places alone that are far enough apart", () => {
    expect(spaced([100, 300, 500], 150, 0, 1_000)).toEqual([100, 300, 500]);
  });

  it("moves near ones apart around their middle", () => {
    expect(spaced([500, 500], 100, 0, 1_000)).toEqual([450, 550]);
  });

  it("keeps order, gap and limits for any places that fit", () => {
    const places = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(places, (unordered) => {
        const wanted = unordered.sort((one, other) => one - other);
        const found = spaced(wanted, 148, 74, 900);
        expect(Math.min(...found)).toBeGreaterThanOrEqual(74);
        expect(Math.max(...found)).toBeLessThanOrEqual(900 + 1e-9);
        for (const [index, place] of found.slice(1).entries()) {
          expect(place - (found[index] ?? 0)).toBeGreaterThanOrEqual(148 - 1e-9);
        }
      }),
    );
  });
});
