import { main } from "./main";
import type { Measured, Measurement } from "./measurement";
import { NOT_MEASURED, ratio, spread } from "./report/figures";
import { atMost } from "./report/goals";
import { sideBySide } from "./report/side-by-side";
import { type Spread, spreadOf } from "./report/statistics";
import { numbers, words } from "./report/table";
import { createAppSecrets } from "./world/app-secret";
import type { FunctionKind } from "./world/function-under-test";
import { inTurn } from "./world/in-turn";
import { rotate } from "./world/rotate";

const STRATEGY = "alternating-users";
const MAX_LOAD_MS = 100;
const MAX_SHARE_OF_REFERENCE = 1 / 3;

/** The parts of a cold start, in milliseconds. */
interface ColdStart {
  readonly process: number;
  readonly load: number;
  readonly firstStep: number;
  readonly total: number;
  /** How long the process had a processor for these three; undefined where the system does not tell it. */
  readonly totalProcessor: number | undefined;
  /** From the start of the process to the end of finishSecret. */
  readonly rotation: number;
  readonly rotationProcessor: number | undefined;
}

const PARTS: readonly { readonly key: keyof ColdStart; readonly title: string }[] = [
  { key: "process", title: "process" },
  { key: "load", title: "load the function" },
  { key: "firstStep", title: "first step (createSecret)" },
  { key: "total", title: "cold start: these three" },
  { key: "totalProcessor", title: "– of it on a processor" },
  { key: "rotation", title: "a whole rotation from cold" },
  { key: "rotationProcessor", title: "– of it on a processor" },
];

/** What the first invocation waits for: most rotations begin with one. */
export const coldStart: Measurement = {
  name: "cold",
  about: "milliseconds until the process runs, has loaded the function and has done its first step",
  async measure(world): Promise<Measured> {
    const { runs, signal } = world;
    const stage = await world.stage();
    const kinds = await world.functions();
    const secrets = new Map<FunctionKind["key"], Awaited<ReturnType<typeof createAppSecrets>>[number]>();
    for (const { key } of kinds) {
      const input = { name: `cold_${key}`, strategy: STRATEGY, admin: "managed" } as const;
      for (const secret of await createAppSecrets(stage, [input])) secrets.set(key, secret);
    }
    const starts = await inTurn(1 + runs, kinds, signal, async (kind): Promise<ColdStart> => {
      const secret = secrets.get(kind.key);
      if (secret === undefined) throw new TypeError("no secret was made");
      const fn = await kind.start({ strategy: STRATEGY });
      try {
        const { stepMs, totalMs, processorMsAfterFirstStep } = await rotate(stage, secret, fn);
        const loaded = fn.processMs + fn.loadMs;
        return {
          process: fn.processMs,
          load: fn.loadMs,
          firstStep: stepMs.createSecret,
          total: loaded + stepMs.createSecret,
          totalProcessor: processorMsAfterFirstStep,
          rotation: loaded + totalMs,
          rotationProcessor: fn.processorMs(),
        };
      } finally {
        await fn.stop();
      }
    });
    const timed = { own: starts.own.slice(1), aws: starts.aws.slice(1) };
    const of = (key: FunctionKind["key"], part: keyof ColdStart) =>
      spreadOf(timed[key].map((start) => start[part] ?? Number.NaN));
    const hasReference = timed.aws.length > 0;
    return {
      engines: ["mysql"],
      tables: [
        {
          title: "Cold start",
          columns: [words("part"), ...sideBySide(kinds, "ms"), ...(hasReference ? [numbers("of AWS's")] : [])],
          rows: PARTS.map(({ key, title }) => [
            title,
            ...kinds.map((kind) => cell(of(kind.key, key))),
            ...(hasReference ? [compared(of("own", key), of("aws", key))] : []),
          ]),
          howOften: `Median (min–max) of ${runs} processes each, in turn, after one that does not count.`,
          notes: [
            "A bare Node process, or a Python process whose modules are compiled already. What Lambda does before it starts a process is not in it.",
          ],
        },
      ],
      goals: [
        atMost("load the bundle", MAX_LOAD_MS, of("own", "load").median, "machine", " ms"),
        ...(hasReference
          ? [
              atMost(
                "cold start, of AWS's",
                MAX_SHARE_OF_REFERENCE,
                of("own", "total").median / of("aws", "total").median,
                "machine",
                " ×",
              ),
            ]
          : []),
      ],
      figures: timed,
    };
  },
};

/** Without a value where the system does not tell processor time. */
function cell(one: Spread): string {
  return Number.isNaN(one.median) ? NOT_MEASURED : spread(one);
}

function compared(ours: Spread, theirs: Spread): string {
  return Number.isNaN(ours.median) ? NOT_MEASURED : ratio(ours.median, theirs.median);
}

if (require.main === module) void main([coldStart]);
