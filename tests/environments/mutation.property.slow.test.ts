import fc from "fast-check";
import { type EnvironmentInput, parseEnvironment } from "../../environments";
import { EnvironmentError } from "../../environments/problems";
import { SAMPLE } from "../support/sample-environment";

const RUNS = 2_000;

/** What only a program can write, made anew each time, because the next mutation may change it. */
const odd: readonly (() => unknown)[] = [
  ...[undefined, Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53, 10n, Symbol("s"), () => 1].map(
    (value) => () => value,
  ),
  ...["", " ", "\u0000", "ä".repeat(300), "$" + "{file(1)}", "%" + "{if}", "__proto__"].map((text) => () => text),
  () => new Date(0),
  () => new Map(),
  () => /x/,
  () => Object.create(null),
  () => new Proxy({}, {}),
  () => ({ value: false, reason: "because it is so" }),
  () => ({ value: 0, reason: "" }),
  () => ({ reason: "x" }),
];
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map((value) => structuredClone(value) as unknown),
  fc.constantFrom(...odd).map((make) => make()),
);

/** Which of the places in the file, and what is done there. */
const mutation = fc.record({
  place: fc.nat(),
  act: fc.constantFrom("replace", "remove", "add", "repeat", "move"),
  value: anyValue,
  key: fc.oneof(fc.constantFrom("value", "reason", "constructor", "__proto__", "vpc", "mode", "0"), fc.string()),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

/** A right file that has every section, so that every place can be hit. */
const WHOLE = {
  ...SAMPLE,
  tags: { team: "databases" },
  database: { backupDays: { value: 1, reason: "holds generated data only" }, port: 3307 },
  rotationFunction: { logLevel: "debug" },
  monitoring: { alertEmails: ["on-call@example.com"] },
};

type Holder = Record<string, unknown>;

/** Every object and list in a value, with the keys that it has. Each once: a mutation can move a value into itself. */
function placesIn(value: unknown, seen = new Set<unknown>()): { holder: Holder; key: string }[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key], seen)]);
}

function mutate(file: unknown, { place, act, value, key }: Mutation): void {
  const places = placesIn(file);
  const { holder, key: at } = places[place % places.length] ?? { holder: {}, key: "" };
  const found = holder[at];
  if (act === "remove") delete holder[at];
  else if (act === "repeat" && Array.isArray(found)) found.push(...found);
  else if (act === "add" && typeof found === "object" && found !== null) addTo(found, key, value);
  else if (act === "move") holder[at] = places[(place * 31) % places.length]?.holder[at] ?? value;
  else holder[at] = value;
}

/** Defined, not assigned: `__proto__` is a key like any other in a file. */
function addTo(found: object, key: string, value: unknown): void {
  Object.defineProperty(found, key, { value, enumerable: true, writable: true, configurable: true });
}

describe("a right environment file with random mistakes in it", () => {
  test(`gets the schema's own error or none, in ${RUNS} cases`, () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const file: unknown = structuredClone(WHOLE);
        for (const each of mutations) mutate(file, each);
        try {
          parseEnvironment("dev", file as EnvironmentInput);
        } catch (error) {
          if (!(error instanceof EnvironmentError)) throw error;
          refused += 1;
          expect(error.problems.length).toBeGreaterThan(0);
          for (const { rule, found } of error.problems) {
            expect(rule).toMatch(/^allowed: [\s\S]+; what to do: /);
            expect(found.length).toBeLessThan(2_000);
          }
        }
      }),
      { numRuns: RUNS },
    );
    // Else the mutations would not be mistakes.
    expect(refused).toBeGreaterThan(RUNS / 2);
  }, 120_000);

  test("is the same test for a file that is right", () => {
    expect(() => parseEnvironment("dev", structuredClone(WHOLE) as EnvironmentInput)).not.toThrow();
  });
});
