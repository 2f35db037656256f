import { addressCount, type Cidr, contains, isPrivate, overlap, parseCidr } from "../../../environments/values/cidr";

function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no block`);
  return parsed;
}

describe("parseCidr", () => {
  test("reads a block with both of its ends", () => {
    expect(parseCidr("10.20.0.0/16")).toEqual({
      text: "10.20.0.0/16",
      prefix: 16,
      first: 10 * 2 ** 24 + 20 * 2 ** 16,
      last: 10 * 2 ** 24 + 21 * 2 ** 16 - 1,
    });
  });

  test.each(["0.0.0.0/0", "255.255.255.255/32", "128.0.0.0/1", "203.0.113.7/32"])("takes %s", (text) => {
    expect(parseCidr(text)?.text).toBe(text);
  });

  test.each([
    ["host bits", "10.20.0.7/24"],
    ["host bits above the sign bit", "200.0.0.1/1"],
    ["an octet above 255", "10.20.256.0/24"],
    ["a prefix above 32", "10.20.0.0/33"],
    ["no prefix", "10.20.0.0"],
    ["a leading zero, which some programs read as octal", "10.020.0.0/16"],
    ["spaces", " 10.20.0.0/16"],
    ["IPv6", "fd00::/64"],
    ["nothing", ""],
  ])("refuses %s", (_, text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe("blocks", () => {
  test("count their addresses", () => {
    expect([addressCount(block("0.0.0.0/0")), addressCount(block("10.0.0.0/32"))]).toEqual([2 ** 32, 1]);
  });

  test("contain themselves and their parts, and not their neighbours", () => {
    expect(contains(block("10.0.0.0/16"), block("10.0.0.0/16"))).toBe(true);
    expect(contains(block("10.0.0.0/16"), block("10.0.255.0/24"))).toBe(true);
    expect(contains(block("10.0.0.0/16"), block("10.1.0.0/24"))).toBe(false);
    expect(contains(block("10.0.0.0/24"), block("10.0.0.0/16"))).toBe(false);
  });

  test("overlap in either order, and not when they merely touch", () => {
    expect(overlap(block("10.0.0.0/16"), block("10.0.3.0/24"))).toBe(true);
    expect(overlap(block("10.0.3.0/24"), block("10.0.0.0/16"))).toBe(true);
    expect(overlap(block("10.0.0.0/24"), block("10.0.1.0/24"))).toBe(false);
  });

  test("are private only when all of their addresses are", () => {
    expect(["10.0.0.0/8", "172.31.0.0/16", "192.168.4.0/24", "100.64.0.0/16"].map(block).map(isPrivate)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["8.8.8.0/24", "172.32.0.0/16", "0.0.0.0/0"].map(block).map(isPrivate)).toEqual([false, false, false]);
  });
});
