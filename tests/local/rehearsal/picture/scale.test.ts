import { roundMoments, timeScale } from "../../../../local/rehearsal/picture/scale";

describe("timeScale", () => {
  it("maps linearly and clips what lies outside", () => {
    const scale = timeScale(1_000, 3_000, 100, 300);
    expect([1_000, 2_000, 3_000, 0, 9_000].map(scale.x)).toEqual([100, 200, 300, 100, 300]);
  });

  it("survives a span of nothing", () => {
    expect(timeScale(5, 5, 100, 300).x(5)).toBe(100);
  });
});

describe("roundMoments", () => {
  it.each([
    [0, 9_000, 12, [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000]],
    [-36, 348, 10, [0, 50, 100, 150, 200, 250, 300]],
    [0, 60_000, 12, [0, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 45_000, 50_000, 55_000, 60_000]],
  ])("chooses round moments from %d to %d ms", (from, to, about, moments) => {
    expect(roundMoments(from, to, about)).toEqual(moments);
  });
});
