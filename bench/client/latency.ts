import { pause } from "../../local/terminal/interruption";
import type { Measurement } from "../measurement";
import { figure } from "../report/figures";
import { atMost } from "../report/goals";
import { numbers, words } from "../report/table";
import type { World } from "../world/world";
import { TITLES } from "./contestants";
import type { InstalledProgram } from "./installed-program";
import type { ContestantName, LatencyReport } from "./program/order";
import { rotatingSecret } from "./rotating-secret";

const SECONDS = 30;
const ROTATE_EVERY_MS = 2_000;
const ANSWER_TIMEOUT_MS = 30_000;
const MAX_EXTRA_MS = 0.1;
const COMPARED: readonly ContestantName[] = ["fixed", "rotating", "aws-wrapper"];

/** What a query costs more than with mysql2's pool alone. */
export function extraLatency(install: (world: World) => Promise<InstalledProgram>): Measurement {
  return {
    name: "client-latency",
    about: "what a query of an application costs more than with mysql2's pool alone, while the secret rotates",
    async measure(world) {
      const program = await install(world);
      const stage = await world.stage();
      const secret = await rotatingSecret(world, stage, "admin-rotated");
      const child = await program.start({ ...secret.order, task: "latency", contestants: COMPARED }, "LATENCY");
      const stopping = new AbortController();
      child.write("start");
      const rotating = secret.rotateEvery(ROTATE_EVERY_MS, stopping.signal);
      await Promise.race([pause(SECONDS * 1_000, world.signal), rotating]).finally(() => stopping.abort());
      child.write("stop");
      const found: LatencyReport = JSON.parse(await child.next(ANSWER_TIMEOUT_MS));
      await child.stop();
      await rotating;
      const plain = found.fixed ?? { oneMs: Number.NaN, fiftyMs: Number.NaN };
      const ours = found.rotating ?? plain;
      return {
        engines: ["mysql"],
        tables: [
          {
            title: "Latency of a query at the median",
            columns: [
              words("client"),
              ...["one at a time, ms", "more than mysql2", "50 at once, ms", "more than mysql2"].map(numbers),
            ],
            rows: COMPARED.map((name) => {
              const { oneMs = Number.NaN, fiftyMs = Number.NaN } = found[name] ?? {};
              const more = [oneMs - plain.oneMs, fiftyMs - plain.fiftyMs].map((ms) => ms.toFixed(3));
              return [TITLES[name], oneMs.toFixed(3), more[0] ?? "", fiftyMs.toFixed(3), more[1] ?? ""];
            }),
            howOften: `Median of ${figure(found.rotating?.samples ?? 0)} queries each (SELECT 1), in turn in one process for ${SECONDS} s and ${secret.rotations()} rotations.`,
            notes: ["From the request for a connection until it is released.", program.versions],
          },
        ],
        goals: [
          atMost("extra latency of a query, one at a time", MAX_EXTRA_MS, ours.oneMs - plain.oneMs, "machine", " ms"),
          atMost("extra latency of a query, 50 at once", MAX_EXTRA_MS, ours.fiftyMs - plain.fiftyMs, "machine", " ms"),
        ],
        figures: found,
      };
    },
  };
}
