import { CACHE_MS } from "../../../local/load/fleet";
import { timetable } from "../../../local/rehearsal/timetable";

describe("timetable", () => {
  it("lets the first rotations of all secrets start together and later ones take turns", () => {
    const table = timetable({ rotations: 3, seconds: 8 }, 2);
    expect(table.dueMs(0, 1)).toBe(table.dueMs(1, 1));
    expect(table.dueMs(0, 2)).toBeLessThan(table.dueMs(1, 2));
    expect(table.dueMs(1, 2)).toBeLessThan(table.dueMs(0, 3));
  });

  it("spreads the rotations over the time that was asked for", () => {
    const table = timetable({ rotations: 3, seconds: 60 }, 2);
    expect(table.minDurationMs).toBe(60_000);
    expect(table.dueMs(1, 3)).toBeGreaterThan(40_000);
    expect(table.dueMs(1, 3)).toBeLessThan(60_000);
  });

  it("never rotates so fast that a caching client would meet two rotations", () => {
    const table = timetable({ rotations: 90, seconds: 1 }, 2);
    expect(table.dueMs(0, 3) - table.dueMs(0, 2)).toBeGreaterThan(2 * CACHE_MS);
    expect(table.minPauseMs).toBeGreaterThan(CACHE_MS);
  });
});
