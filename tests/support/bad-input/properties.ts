import fc from "fast-check";
import { parseEnvironment } from "../../../environments/parse";
import { EnvironmentError } from "../../../environments/problems";
import { isRotationError } from "../../../rotation-fn/errors";
import { SAMPLE } from "../sample-environment";
import { ADMIN_SECRET, ADMIN_VALUE, APP_SECRET, FunctionInMemory, PROVISION, type Said } from "./function-in-memory";
import { type Mutant, mutantsOf, mutantTextsOf } from "./mutants";
import { sentinelsIn } from "./sentinels";

/** How many inputs were tried, and how many of them were refused. */
export interface Tried {
  readonly inputs: number;
  readonly refused: number;
}

/** No parser may take longer for one input, however long or deep it is. */
const MAX_MS = 2_000;
const SEED = 17;

const EVENTS = [
  { Step: "setSecret", SecretId: APP_SECRET, ClientRequestToken: "t".repeat(36), RotationToken: "r" },
  { ...PROVISION, engine: "mysql", tf: { action: "update", prev_input: PROVISION } },
  { ...PROVISION, tracked: { addresses: [{ host: "db", port: 3306 }] } },
  {
    action: "track-app-users",
    ...{ secretId: APP_SECRET, adminSecretId: ADMIN_SECRET, host: "db", port: 3306, username: "app" },
  },
  { action: "rotation-baseline", secretId: APP_SECRET, before: { window: "2h" } },
  { action: "await-rotation", secretId: APP_SECRET, timeoutSeconds: 240, after: { schedule: "rate(2 days)" } },
  { action: "expire-previous", secretId: APP_SECRET },
  { action: "inspect", secretId: APP_SECRET },
  {
    action: "audit",
    secretIds: [APP_SECRET],
    declared: { [APP_SECRET]: { dbname: "shop", privileges: ["SELECT"] } },
    environment: { name: "dev", part: 1, of: 1 },
  },
];

/** Events: each is carried out, or refused with nothing changed. */
export async function tryEvents(inputs: number): Promise<Tried> {
  const world = await FunctionInMemory.provisioned();
  const before = world.snapshot();
  let refused = 0;
  await tryAll(mutantsOf(EVENTS), inputs, async ({ text, fields }) => {
    world.restore(before);
    const event = JSON.parse(text);
    const said = await world.call(event);
    // An event that is right names its secret and its version, whatever they are called.
    const ids = isRotationError(said.error, "bad_event") ? [] : idsIn(event);
    requireClean(said, ids);
    if (!isRotationError(said.error, "bad_event")) return;
    refused += 1;
    expect(said.isUnchanged).toBe(true);
    expect(said.error.message).toMatch(/[^ ]+: found .*(allowed: |; what to do)|not given/);
    requireNamed(said.error.message, fields, "(event)");
  });
  return { inputs, refused };
}

/** Values of an app secret that is about to rotate. */
export async function trySecretValues(inputs: number): Promise<Tried> {
  const world = await FunctionInMemory.provisioned();
  const before = world.snapshot();
  const value = JSON.parse(world.secrets.valueOf(APP_SECRET, "AWSCURRENT") ?? "{}");
  const more = { writerHost: "writer.test", writerPort: 3306, ssl: true, dbInstanceIdentifier: "db-1", other: 2 ** 60 };
  return trySecrets(world, before, mutantTextsOf([value, { ...value, ...more }]), inputs, APP_SECRET);
}

/** Values of the admin secret, for a rotation that needs it. */
export async function tryAdminSecrets(inputs: number): Promise<Tried> {
  const world = await FunctionInMemory.provisioned();
  const before = world.snapshot();
  const whole = { ...ADMIN_VALUE, engine: "mysql", host: "db.test", port: 3306, dbClusterIdentifier: "db-1" };
  return trySecrets(world, before, mutantTextsOf([ADMIN_VALUE, whole]), inputs, ADMIN_SECRET);
}

async function trySecrets(
  world: FunctionInMemory,
  before: ReturnType<FunctionInMemory["snapshot"]>,
  mutants: fc.Arbitrary<Mutant>,
  inputs: number,
  secretId: string,
): Promise<Tried> {
  const code = secretId === ADMIN_SECRET ? "bad_admin_secret" : "bad_secret_value";
  let refused = 0;
  await tryAll(mutants, inputs, async ({ text, fields }) => {
    world.restore(before);
    world.setValue(secretId, text);
    const said = await world.rotate();
    requireClean(said);
    if (!isRotationError(said.error, code)) return;
    refused += 1;
    expect(said.isUnchanged).toBe(true);
    requireNamed(said.error.message, fields, "not JSON", "not a JSON object", "more than once", "holds no credential");
  });
  return { inputs, refused };
}

/** Environment files: each is accepted, or refused with the path of every problem. */
export async function tryEnvironments(inputs: number): Promise<Tried> {
  let refused = 0;
  await tryAll(mutantsOf([SAMPLE]), inputs, async ({ text, fields }) => {
    const startedAt = performance.now();
    let error: unknown;
    try {
      parseEnvironment("dev", JSON.parse(text));
    } catch (thrown) {
      error = thrown;
    }
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
    if (error === undefined) return;
    refused += 1;
    expect(error).toBeInstanceOf(EnvironmentError);
    expect([sentinelsIn(error), (error as Error).message]).toEqual([[], expect.anything()]);
    for (const { path, rule } of (error as EnvironmentError).problems) expect([path, rule]).not.toContain("");
    requireNamed((error as EnvironmentError).message, fields, "dev: found", "dev.appSecrets", "dev.network");
  });
  return { inputs, refused };
}

function idsIn(event: Record<string, unknown> | null): readonly string[] {
  const { SecretId, secretId, ClientRequestToken, secretIds } = event ?? {};
  return [SecretId, secretId, ClientRequestToken, secretIds].flat().filter((id) => typeof id === "string");
}

/** An error is one of the function's own, is none of a defect, comes in time, and quotes no password. */
function requireClean({ error, lines, elapsedMs }: Said, ids: readonly string[] = []): void {
  expect(elapsedMs).toBeLessThan(MAX_MS);
  if (sentinelsIn(ids).length === 0) expect(sentinelsIn(error, lines)).toEqual([]);
  if (error === undefined) return;
  expect(isRotationError(error)).toBe(true);
  expect(error).not.toMatchObject({ code: "internal_error" });
}

/** The message names one of the changed members, or says one of `otherwise`: why no member could be looked at. */
function requireNamed(message: string, fields: readonly string[], ...otherwise: readonly string[]): void {
  if (fields.length === 0 || otherwise.some((text) => message.includes(text))) return;
  expect(fields.filter((field) => message.includes(field.slice(0, 20)))).not.toEqual([]);
}

async function tryAll(
  mutants: fc.Arbitrary<Mutant>,
  numRuns: number,
  check: (mutant: Mutant) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(mutants, check), { numRuns, seed: SEED, endOnFailure: true });
  // An input must not have changed what every object inherits.
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).password).toBeUndefined();
}
