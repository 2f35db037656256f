import type { Environment } from "../../environments";
import type { Aws } from "../../ops/aws/ports";
import type { Surroundings } from "../../ops/command/run";
import { type DrillWorld, drillWorld } from "../../ops/drill/drill-world";
import { PLAIN } from "../../ops/output/style";

/** What `drill` breaks the only secret of an environment with. The clock skips; the service, which repeats a failed rotation for a second, does not. */
export async function testDrill(
  environment: Environment,
  aws: Aws,
  clock: Pick<Surroundings, "now" | "sleep">,
  settled: () => Promise<unknown>,
): Promise<DrillWorld> {
  const [settings] = environment.appSecrets;
  if (settings === undefined) throw new Error("the environment has no app secret");
  const { signal } = new AbortController();
  const sleep = (ms: number) => clock.sleep(ms, signal);
  const context = { now: clock.now, sleep, style: PLAIN, progress: () => undefined, signal };
  const drill = await drillWorld({ environment, settings, aws }, context);
  return { ...drill, rotate: (end) => drill.rotate(end).finally(settled) };
}
