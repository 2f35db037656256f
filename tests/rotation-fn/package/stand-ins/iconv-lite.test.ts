import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { getDecoder, getEncoder } from "../../../../rotation-fn/package/stand-ins/iconv-lite";
import { REPOSITORY } from "../../../support/temporary-folder";

describe("the stand-in for iconv-lite", () => {
  test.each(["", "plain", "Zürich, 東京", "\ufeffwith a leading U+FEFF"])(
    "reads and writes utf8mb3 text: %j",
    (text) => {
      const bytes = getEncoder("cesu8").write(text);
      expect(bytes).toEqual(Buffer.from(text, "utf8"));
      expect(getDecoder("cesu8").write(bytes)).toBe(text);
    },
  );

  test("refuses bytes that utf8mb3 cannot mean instead of garbling them", () => {
    const surrogates = Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]);
    expect(() => getDecoder("cesu8").write(surrogates)).toThrow(
      expect.objectContaining({ code: "ERR_ENCODING_INVALID_ENCODED_DATA" }),
    );
  });

  test("refuses to write a character that utf8mb3 cannot hold", () => {
    expect(() => getEncoder("cesu8").write("key 🔑")).toThrow("connect with the character set utf8mb4");
  });

  test.each(["sjis", "gb18030", "cp1251", "utf16", "utf32", "latin2"])(
    "refuses the encoding %s by name",
    (encoding) => {
      const refusal = `cannot convert the encoding "${encoding}"; allowed: utf8mb4`;
      expect(() => getDecoder(encoding)).toThrow(refusal);
      expect(() => getEncoder(encoding)).toThrow(refusal);
    },
  );

  test("has every member of iconv-lite that the driver uses", () => {
    const library = path.join(REPOSITORY, "node_modules", "mysql2", "lib");
    const importers = readdirSync(library, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => readFileSync(path.join(library, file), "utf8"))
      .filter((source) => source.includes("require('iconv-lite')"));
    expect(importers).toHaveLength(1);
    const used = new Set(
      importers.flatMap((source) => [...source.matchAll(/\bIconv\.(\w+)/g)].map(([, member]) => member)),
    );
    expect([...used].sort()).toEqual(["getDecoder", "getEncoder"]);
  });
});
