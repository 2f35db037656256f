import { RotationError } from "../../../rotation-fn/errors";
import type { Log } from "../../../rotation-fn/ports/log";
import { readSettings, type StrategyName } from "../../../rotation-fn/settings";
import { createSecret } from "../../../rotation-fn/steps/create-secret";
import type { Rotation } from "../../../rotation-fn/steps/rotation";
import { setSecret } from "../../../rotation-fn/steps/set-secret";
import { testSecret } from "../../../rotation-fn/steps/test-secret";
import { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { MemoryWorld, SECRET } from "../../support/memory/memory-world";

export const TOKEN = "token-1".padEnd(32, "-");

/** A rotation that Secrets Manager has begun in a world in memory, its steps to be called one by one. */
export interface RotationInMemory {
  readonly world: MemoryWorld;
  /** Described anew at each call, as the handler does it. */
  rotation(changes?: Partial<Rotation>): Promise<Rotation>;
  /** The lines of the log so far: level, event and members. */
  readonly lines: (readonly [string, string, object])[];
  readonly sleptMs: number[];
  /** Changes members of a stored version, as a person does with PutSecretValue. */
  changeCurrent(members: object): void;
}

export async function rotationInMemory(strategy: StrategyName = "single-user"): Promise<RotationInMemory> {
  const world = await MemoryWorld.provisioned({ strategy });
  world.secrets.begin(SECRET, TOKEN);
  const lines: [string, string, object][] = [];
  const sleptMs: number[] = [];
  const line =
    (level: string) =>
    (event: string, members: object = {}) =>
      void lines.push([level, event, members]);
  const log = {
    ...{ debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") },
    measure: () => undefined,
  } as unknown as Log;
  const secrets = world.secrets.store();
  const tested = new TestedVersions();
  const clock = { now: () => 0, sleep: async (ms: number) => void sleptMs.push(ms) };
  return {
    world,
    lines,
    sleptMs,
    rotation: async (changes = {}) => ({
      ...{
        secret: await secrets.describe(SECRET),
        secrets,
        database: world.database.port(),
        settings: readSettings({}),
      },
      ...{ log, clock, token: TOKEN, rotationToken: undefined, tested },
      ...changes,
    }),
    changeCurrent(members) {
      const value = { ...JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}"), ...members };
      const version = { secretId: SECRET, versionId: `by-hand-${JSON.stringify(members).length}`.padEnd(32, "-") };
      void secrets.store({ ...version, value: JSON.stringify(value), label: "AWSCURRENT" });
    },
  };
}

/** A rotation whose steps have been done up to this one. */
export async function upTo(step: "createSecret" | "setSecret" | "testSecret"): Promise<RotationInMemory> {
  const begun = await rotationInMemory();
  await createSecret(await begun.rotation());
  if (step === "createSecret") return begun;
  await setSecret(await begun.rotation());
  if (step === "setSecret") return begun;
  await testSecret(await begun.rotation());
  return begun;
}

/** What a promise is rejected with. Fails when it is fulfilled, or rejected with another kind of error. */
export async function refusal(work: Promise<unknown>): Promise<RotationError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof RotationError) return error;
  throw new Error(`expected a RotationError, found ${String(error)}`);
}
