import { main } from "./main";
import type { Measured, Measurement } from "./measurement";
import { figure, spread } from "./report/figures";
import { sideBySide } from "./report/side-by-side";
import { spreadOf } from "./report/statistics";
import { numbers, type Table, words } from "./report/table";
import { type AppSecret, createAppSecrets } from "./world/app-secret";
import type { FunctionKind, FunctionUnderTest } from "./world/function-under-test";
import { inTurn } from "./world/in-turn";
import { addGrants } from "./world/more-grants";
import { rotate } from "./world/rotate";
import type { Stage } from "./world/stage";
import { countStatements, type StatementCounts, total } from "./world/statement-log";
import type { World } from "./world/world";

const STRATEGY = "alternating-users";
const SIZES = [1, 10, 100, 1_000, 10_000] as const;
const MAX_RUNS = 3;
const FUNCTION_MB = 128;

/** A rotation of users with so many grants, of which none has changed since the one before. */
interface AtSize {
  readonly grants: number;
  readonly statements: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly setSecretMs: readonly number[];
  readonly peakMemoryMb: number;
}

interface Pair {
  readonly kind: FunctionKind;
  readonly secret: AppSecret;
  readonly fn: FunctionUnderTest;
}

/** Whether a rotation gets dearer as the users have more rights. */
export const grants: Measurement = {
  name: "grants",
  about: "statements and milliseconds of a rotation as the users' grants grow from 1 to 10,000, nothing changed",
  async measure(world): Promise<Measured> {
    const stage = await world.stage();
    const kinds = await world.functions();
    const pairs = new Map<FunctionKind["key"], Pair>();
    for (const kind of kinds) pairs.set(kind.key, await startPair(stage, kind));
    const found: Record<FunctionKind["key"], AtSize[]> = { own: [], aws: [] };
    let size = 1;
    for (const wanted of SIZES) {
      world.say(`${wanted.toLocaleString("en-US")} grants`);
      for (const { secret } of pairs.values()) {
        if (wanted > size) await addGrants(stage, secret.username, size + 1, wanted);
      }
      size = wanted;
      for (const [key, one] of Object.entries(await atSize(world, stage, pairs, wanted))) {
        found[key as FunctionKind["key"]].push(one);
      }
    }
    for (const { fn } of pairs.values()) await fn.stop();
    const own = found.own.map(({ statements }) => statements);
    const fewest = Math.min(...own);
    return {
      engines: ["mysql"],
      tables: [growthTable(kinds, found, world.runs), kindsTable(kinds, found)],
      goals: [
        {
          what: "statements as grants grow 1 → 10,000",
          wanted: "the same number",
          found: own.every((one) => one === fewest) ? `${fewest} at each size` : own.join(", "),
          met: own.every((one) => one === fewest),
          kind: "count",
        },
      ],
      figures: found,
    };
  },
};

/** Two rotations, so that both users are there and alike. */
async function startPair(stage: Stage, kind: FunctionKind): Promise<Pair> {
  const [secret] = await createAppSecrets(stage, [{ name: `gr_${kind.key}`, strategy: STRATEGY, admin: "managed" }]);
  if (secret === undefined) throw new TypeError("no secret was made");
  const fn = await kind.start({ strategy: STRATEGY, memoryMb: FUNCTION_MB });
  for (let rotation = 0; rotation < 2; rotation += 1) await rotate(stage, secret, fn);
  return { kind, secret, fn };
}

/** One rotation in which statements are counted, and then the timed ones, in turn, without the server's log. */
async function atSize(
  { runs, signal }: World,
  stage: Stage,
  pairs: ReadonlyMap<FunctionKind["key"], Pair>,
  size: number,
): Promise<Partial<Record<FunctionKind["key"], AtSize>>> {
  const all = [...pairs.values()];
  const counted = new Map<FunctionKind["key"], StatementCounts>();
  for (const { kind, secret, fn } of all) {
    counted.set(kind.key, await countStatements(stage, () => rotate(stage, secret, fn)));
  }
  const timed = await inTurn(
    timedRuns(runs),
    all.map(({ kind }) => kind),
    signal,
    ({ key }) => {
      const pair = pairs.get(key);
      if (pair === undefined) throw new TypeError("no process was started");
      return rotate(stage, pair.secret, pair.fn);
    },
  );
  return Object.fromEntries(
    all.map(({ kind: { key }, fn }) => {
      const counts = counted.get(key) ?? new Map<string, number>();
      const one: AtSize = {
        grants: size,
        statements: total(counts),
        kinds: Object.fromEntries(counts),
        setSecretMs: timed[key].map(({ stepMs }) => stepMs.setSecret),
        peakMemoryMb: fn.peakMemoryMb(),
      };
      return [key, one];
    }),
  );
}

const timedRuns = (runs: number): number => Math.min(runs, MAX_RUNS);

function growthTable(
  kinds: readonly FunctionKind[],
  found: Record<FunctionKind["key"], AtSize[]>,
  runs: number,
): Table {
  const cell = (index: number, shown: (one: AtSize) => string) =>
    kinds.map(({ key }) => {
      const one = found[key][index];
      return one === undefined ? "" : shown(one);
    });
  return {
    title: "Growing grants, nothing changed",
    columns: [
      numbers("grants of each user"),
      ...sideBySide(kinds, "statements"),
      ...sideBySide(kinds, "setSecret ms"),
      ...sideBySide(kinds, "peak MiB"),
    ],
    rows: SIZES.map((size, index) => [
      size.toLocaleString("en-US"),
      ...cell(index, ({ statements }) => figure(statements)),
      ...cell(index, ({ setSecretMs }) => spread(spreadOf(setSecretMs))),
      ...cell(index, ({ peakMemoryMb }) => figure(peakMemoryMb)),
    ]),
    howOften: `Statements counted in one rotation; median (min–max) of ${timedRuns(runs)} further ones each, in turn.`,
    notes: [
      "Of a whole rotation, as the server logs them: the driver's own are among them. Grants are on databases, SELECT on one each.",
      `Peak memory is that of one process through all sizes; Node's heap has the limits of a ${FUNCTION_MB} MB function.`,
    ],
  };
}

function kindsTable(kinds: readonly FunctionKind[], found: Record<FunctionKind["key"], AtSize[]>): Table {
  const last = kinds.map(({ key }) => found[key].at(-1)?.kinds ?? {});
  const names = [...new Set(last.flatMap((one) => Object.keys(one)))].sort();
  return {
    title: `The statements of a rotation with ${(SIZES.at(-1) ?? 0).toLocaleString("en-US")} grants`,
    columns: [words("statement"), ...sideBySide(kinds, "times")],
    rows: names.map((name) => [name, ...last.map((one) => figure(one[name] ?? 0))]),
    howOften: "Counted in the same rotation.",
    notes: ["The password is the ALTER USER, of AWS's function the SET PASSWORD."],
  };
}

if (require.main === module) void main([grants]);
