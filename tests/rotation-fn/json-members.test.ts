import fc from "fast-check";
import { replaceMembers, topLevelKeys } from "../../rotation-fn/json-members";

describe("replaceMembers", () => {
  it("leaves every byte but the named values as it was", () => {
    const text =
      '{ "a": 12345678901234567890,\n "password" : "old\\"1",\t"1": [{"password": "inner"}], "u":"\\u00e9" }';
    expect(replaceMembers(text, new Map([["password", 'n"ew\\']]))).toBe(
      '{ "a": 12345678901234567890,\n "password" : "n\\"ew\\\\",\t"1": [{"password": "inner"}], "u":"\\u00e9" }',
    );
  });

  it("replaces values of any kind, and keys that are written with escapes", () => {
    expect(replaceMembers('{"pass\\u0077ord":null,"x":{"a":[1,2,"}"]}}', new Map([["password", "p"]]))).toBe(
      '{"pass\\u0077ord":"p","x":{"a":[1,2,"}"]}}',
    );
  });

  it("property: parsing the result gives the object with the members replaced", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
        fc.string(),
        fc.string(),
        fc.constantFrom(undefined, 2, "\t"),
        (others, username, password, indent) => {
          const object = { ...others, username: "old", password: { nested: "password" } };
          const replaced = replaceMembers(
            JSON.stringify(object, null, indent),
            new Map([
              ["username", username],
              ["password", password],
            ]),
          );
          expect(JSON.parse(replaced)).toEqual(JSON.parse(JSON.stringify({ ...object, username, password })));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("topLevelKeys", () => {
  it("tells a key as often as it occurs, and no key of an inner object", () => {
    expect(topLevelKeys('{"a":{"b":1},"a":[{"c":2}],"d":"{\\"e\\":1}"}')).toEqual(["a", "a", "d"]);
    expect(topLevelKeys("{ }")).toEqual([]);
  });
});
