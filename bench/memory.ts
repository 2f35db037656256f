import { main } from "./main";
import type { Measured, Measurement } from "./measurement";
import { NOT_MEASURED, spread } from "./report/figures";
import { atMost } from "./report/goals";
import { sideBySide } from "./report/side-by-side";
import { spreadOf } from "./report/statistics";
import { words } from "./report/table";
import { createAppSecrets } from "./world/app-secret";
import type { FunctionKind, FunctionStart } from "./world/function-under-test";
import { inTurn } from "./world/in-turn";
import { rotate } from "./world/rotate";
import type { Stage } from "./world/stage";

const STRATEGY = "alternating-users";
const SMALLEST_FUNCTION_MB = 128;
const MAX_MB = 110;
const MAX_PROCESSES = 3;
/** Enough that V8 has settled: it lets the heap grow for the first dozens. */
const ROTATIONS = 40;

/** MiB at which a process peaked. */
interface Peaks {
  readonly loaded: number;
  readonly firstRotation: number;
  readonly laterRotations: number;
}

const MOMENTS: readonly { readonly key: keyof Peaks; readonly title: string }[] = [
  { key: "loaded", title: "until the function is loaded" },
  { key: "firstRotation", title: "until the first rotation has ended" },
  { key: "laterRotations", title: `until ${ROTATIONS} rotations have ended` },
];

const LIMITS = [
  { key: "smallest", title: `those of a ${SMALLEST_FUNCTION_MB} MB function`, memoryMb: SMALLEST_FUNCTION_MB },
  { key: "none", title: "the runtime's own", memoryMb: undefined },
] as const;

/** The most memory that the function's process holds. */
export const memory: Measurement = {
  name: "memory",
  about: "MiB that the function's process holds at most, also within the limits of a 128 MB function",
  async measure(world): Promise<Measured> {
    const stage = await world.stage();
    const kinds = await world.functions();
    const processes = Math.min(world.runs, MAX_PROCESSES);
    const found = [];
    for (const { key, title, memoryMb } of LIMITS) {
      world.say(`${ROTATIONS} rotations in each of ${processes} processes, limits: ${title}`);
      const start: FunctionStart = { strategy: STRATEGY, ...(memoryMb === undefined ? {} : { memoryMb }) };
      const peaks = await inTurn(processes, kinds.filter(hasLimits(memoryMb)), world.signal, (kind, run) =>
        peaksOf(stage, kind, start, `mem${run}_${key.slice(0, 1)}_${kind.key}`),
      );
      found.push({ key, title, peaks });
    }
    const smallest = found.find(({ key }) => key === "smallest")?.peaks.own ?? [];
    return {
      engines: ["mysql"],
      tables: [
        {
          title: "Peak memory",
          columns: [words("limits of the heap"), words("max MiB"), ...sideBySide(kinds, "this function")],
          rows: found.flatMap(({ title, peaks }) =>
            MOMENTS.map((moment, index) => [
              index === 0 ? title : "",
              moment.title,
              ...kinds.map(({ key }) => cell(peaks[key].map((peak) => peak[moment.key]))),
            ]),
          ),
          howOften: `Median (min–max) of ${processes} processes each, in turn.`,
          notes: [
            "The most that was resident, as the kernel counts it (VmHWM), of the function's process.",
            `Lambda limits memory twice: Node's heap by options, which are set here as for ${SMALLEST_FUNCTION_MB} MB, and all memory of the sandbox, which this machine does not limit: that the peak stays below is read from the table.`,
            ...(kinds.length === 1 ? [] : ["Python has no such options."]),
          ],
        },
      ],
      goals: [
        atMost(
          "peak memory of a rotation",
          MAX_MB,
          Math.max(...smallest.map(({ laterRotations }) => laterRotations)),
          "machine",
          " MiB",
        ),
      ],
      figures: found,
    };
  },
};

/** Python's heap has no limits to set. */
const hasLimits =
  (memoryMb: number | undefined) =>
  ({ key }: FunctionKind): boolean =>
    key === "own" || memoryMb === undefined;

function cell(sample: readonly number[]): string {
  return sample.length === 0 ? NOT_MEASURED : spread(spreadOf(sample));
}

async function peaksOf(stage: Stage, kind: FunctionKind, start: FunctionStart, name: string): Promise<Peaks> {
  const [secret] = await createAppSecrets(stage, [{ name, strategy: STRATEGY, admin: "managed" }]);
  if (secret === undefined) throw new TypeError("no secret was made");
  const fn = await kind.start(start);
  try {
    const loaded = fn.peakMemoryMb();
    await rotate(stage, secret, fn);
    const firstRotation = fn.peakMemoryMb();
    for (let more = 1; more < ROTATIONS; more += 1) await rotate(stage, secret, fn);
    return { loaded, firstRotation, laterRotations: fn.peakMemoryMb() };
  } finally {
    await fn.stop();
  }
}

if (require.main === module) void main([memory]);
