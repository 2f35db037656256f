import {
  derBitString,
  derExplicit,
  derImplicit,
  derObjectId,
  derOctetString,
  derSequence,
  derTime,
  derTrue,
  derUnsignedInteger,
  derUtf8,
} from "../../../local/mysql/der";

const hex = (value: Buffer): string => value.toString("hex");

describe("DER", () => {
  it.each([
    [0, "020100"],
    [1, "020101"],
    [127, "02017f"],
    [128, "02020080"],
    [255, "020200ff"],
    [256, "02020100"],
  ])("writes the integer %i in the shortest form that stays positive", (number, expected) => {
    expect(hex(derUnsignedInteger(Buffer.from([0, 0, number >> 8, number & 0xff])))).toBe(expected);
  });

  it("writes no bytes at all as zero", () => {
    expect(hex(derUnsignedInteger(Buffer.alloc(0)))).toBe("020100");
  });

  it.each([
    [127, "047f"],
    [128, "048180"],
    [255, "0481ff"],
    [256, "04820100"],
    [65_536, "0483010000"],
  ])("writes a length of %i in its shortest form", (length, header) => {
    expect(hex(derOctetString(Buffer.alloc(length))).slice(0, header.length)).toBe(header);
  });

  it.each([
    ["2.5.29.17", "0603551d11"],
    ["1.2.840.10045.4.3.2", "06082a8648ce3d040302"],
    ["1.3.6.1.5.5.7.3.1", "06082b06010505070301"],
    ["1.2.128.16384", "06062a8100818000"],
  ])("writes the object identifier %s", (dotted, expected) => {
    expect(hex(derObjectId(dotted))).toBe(expected);
  });

  it("writes a year before 2050 with two digits and from then on with four", () => {
    expect(derTime(new Date("2049-12-31T23:59:59.900Z")).toString("latin1")).toBe("\x17\x0d491231235959Z");
    expect(derTime(new Date("2050-01-01T00:00:00Z")).toString("latin1")).toBe("\x18\x0f20500101000000Z");
  });

  it("writes the other types", () => {
    expect(hex(derSequence(derTrue(), derUtf8("ü")))).toBe("30070101ff0c02c3bc");
    expect(hex(derBitString(Buffer.from([0x80]), 7))).toBe("03020780");
    expect(hex(derExplicit(3, derTrue()))).toBe("a3030101ff");
    expect(hex(derImplicit(2, Buffer.from("a")))).toBe("820161");
  });
});
