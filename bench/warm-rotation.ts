import { STEPS } from "../rotation-fn/ports/rotation-steps";
import { main } from "./main";
import type { Measured, Measurement } from "./measurement";
import { NOT_MEASURED, ratio, spread } from "./report/figures";
import { atMost } from "./report/goals";
import { sideBySide } from "./report/side-by-side";
import { spreadOf } from "./report/statistics";
import { numbers, words } from "./report/table";
import { createAppSecrets } from "./world/app-secret";
import { inTurn } from "./world/in-turn";
import { type MeasuredRotation, rotate } from "./world/rotate";

const PROCESSOR = "– of it on a processor";
const PARTS = [...STEPS, "whole", PROCESSOR] as const;
type Part = (typeof PARTS)[number];

const STRATEGY = "alternating-users";
/** The first makes the alternate user, the second is the first that converges: both are different from all later ones. */
const WARM_UPS = 2;
const MAX_SHARE_OF_REFERENCE = 0.5;

/** How long a rotation takes in a process that has done some already. */
export const warmRotation: Measurement = {
  name: "warm",
  about: "milliseconds of a rotation and of its steps in a warm process",
  async measure(world): Promise<Measured> {
    const { runs, signal } = world;
    const stage = await world.stage();
    const kinds = await world.functions();
    const made = new Map(
      await Promise.all(
        kinds.map(async (kind) => {
          const input = { name: `warm_${kind.key}`, strategy: STRATEGY, admin: "managed" } as const;
          const [secret] = await createAppSecrets(stage, [input]);
          if (secret === undefined) throw new TypeError("no secret was made");
          return [kind.key, { secret, fn: await kind.start({ strategy: STRATEGY }) }] as const;
        }),
      ),
    );
    const rotations = await inTurn(WARM_UPS + runs, kinds, signal, ({ key }): Promise<MeasuredRotation> => {
      const one = made.get(key);
      if (one === undefined) throw new TypeError("no process was started");
      return rotate(stage, one.secret, one.fn);
    });
    await Promise.all([...made.values()].map(({ fn }) => fn.stop()));

    const spreads = (key: "own" | "aws") => {
      const timed = rotations[key].slice(WARM_UPS);
      const sample = (part: Part): number[] => timed.flatMap((rotation) => partOf(rotation, part) ?? []);
      return new Map(PARTS.map((part) => [part, sample(part).length === 0 ? undefined : spreadOf(sample(part))]));
    };
    const found = { own: spreads("own"), aws: spreads("aws") };
    const cellOf = (key: "own" | "aws", part: Part): string => {
      const one = found[key].get(part);
      return one === undefined ? NOT_MEASURED : spread(one);
    };
    const own = found.own.get("whole");
    const aws = found.aws.get("whole");
    return {
      engines: ["mysql"],
      tables: [
        {
          title: "Warm rotation, alternating-users",
          columns: [words("step"), ...sideBySide(kinds, "ms"), ...(aws === undefined ? [] : [numbers("of AWS's")])],
          rows: PARTS.map((part) => {
            const [ours, theirs] = [found.own.get(part), found.aws.get(part)];
            const compared = ours === undefined || theirs === undefined ? [] : [ratio(ours.median, theirs.median)];
            return [part, ...kinds.map(({ key }) => cellOf(key, part)), ...compared];
          }),
          howOften: `Median (min–max) of ${runs} rotations each, in turn, after ${WARM_UPS} that do not count.`,
          notes: [
            "From the event that is handed to the process until its answer. The server does not wait for its disk.",
          ],
        },
      ],
      goals:
        own === undefined || aws === undefined
          ? []
          : [atMost("warm rotation, of AWS's", MAX_SHARE_OF_REFERENCE, own.median / aws.median, "machine", " ×")],
      figures: { own: rotations.own.slice(WARM_UPS), aws: rotations.aws.slice(WARM_UPS) },
    };
  },
};

function partOf({ stepMs, totalMs, processorMs }: MeasuredRotation, part: Part): number | undefined {
  if (part === "whole") return totalMs;
  return part === PROCESSOR ? processorMs : stepMs[part];
}

if (require.main === module) void main([warmRotation]);
