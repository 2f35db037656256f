import { figure, ratio, spread } from "../../../bench/report/figures";
import { spreadOf } from "../../../bench/report/statistics";

describe("a figure", () => {
  it.each([
    [0, "0"],
    [0.4239, "0.42"],
    [6.28, "6.3"],
    [7, "7"],
    [48.4, "48"],
    [1234.5, "1,235"],
  ])("%d is written as %s", (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it("of a sample is its median with the ends, and of one value that value", () => {
    expect(spread(spreadOf([61, 44, 48]))).toBe("48 (44–61)");
    expect(spread(spreadOf([48]))).toBe("48");
  });

  it("beside another is how often it is contained in it", () => {
    expect(ratio(48, 96)).toBe("0.50 ×");
  });
});

describe("a spread", () => {
  it("has the mean of the middle two as its median where their number is even", () => {
    expect(spreadOf([10, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 10, count: 4 });
  });

  it("sorts by size and not by text", () => {
    expect(spreadOf([10, 9, 100]).median).toBe(10);
  });

  it("of nothing is refused: what was not measured has no figure", () => {
    expect(() => spreadOf([])).toThrow(TypeError);
  });
});
