import type { AppSecret } from "./app-secret";
import type { FaultKind, FaultyPorts } from "./faulty-ports";
import type { ManualUser } from "./manual-user";
import { unlabelledPasswords } from "./unlabelled-passwords";

type Step = Parameters<AppSecret["step"]>[0];

/** What is put to the test: a user with its secret, and the steps of a rotation of it, whose ports can be made to fail. */
export interface Subject {
  readonly made: ManualUser;
  step(step: Step, token: string): Promise<unknown>;
}

export interface SweepReport {
  /** How many rotations were disturbed. */
  readonly runs: number;
  /** What was found wrong, each with the fault that brought it about. */
  readonly violations: readonly string[];
}

export interface SweepOptions {
  readonly kinds?: readonly FaultKind[];
  /** Do not look for a second violation. */
  readonly stopAtFirst?: boolean;
  /**
   * The account has one password at a time: after a fault it is the current or the pending one, and in the end AWSPREVIOUS is not
   * its any more. (A user of MariaDB that changes itself.)
   */
  readonly onePassword?: boolean;
}

const READS = /^(DescribeSecret|GetSecretValue|read|list|ask)/;

/** A sweep makes a version in every run; what ended before stays ended. */
const LATEST_VERSIONS = 4;

/** Retries after the disturbed call, as Secrets Manager makes them. */
const MAX_RETRIES = 3;

/**
 * Disturbs a rotation at every one of its calls to the outside, one at a time, each in a rotation of its own: the step fails, the
 * same step is invoked again with the same token, then the rest.
 *
 * Held against every run:
 *  - after the fault, before anything is retried: AWSCURRENT logs in, with all the rights that it had; and if the pending password
 *    works, its user has all of them, too;
 *  - in the end: the token is AWSCURRENT, AWSCURRENT and AWSPREVIOUS have what AWSCURRENT had, and no password opens the database
 *    that no label of the secret holds (docs/decisions/025-how-old-a-password-gets.md).
 */
export async function sweep(
  subject: () => Promise<Subject>,
  ports: FaultyPorts,
  { kinds = ["crash", "lost-reply", "false-no"], stopAtFirst = false, onePassword = false }: SweepOptions = {},
): Promise<SweepReport> {
  const undisturbed = await run(await subject(), ports, undefined, onePassword);
  const violations = [...undisturbed.violations.map((text) => `undisturbed: ${text}`)];
  let runs = 0;
  for (const kind of kinds) {
    for (const [index, name] of undisturbed.calls.entries()) {
      if (kind === "false-no" && !name.startsWith("login")) continue;
      if (kind === "lost-reply" && READS.test(name)) continue; // as good as a crash before it
      const { violations: found } = await run(await subject(), ports, { kind, at: index + 1 }, onePassword);
      violations.push(...found.map((text) => `${kind} at call ${index + 1} (${name}): ${text}`));
      runs++;
      if (stopAtFirst && violations.length > 0) return { runs, violations };
    }
  }
  return { runs, violations };
}

async function run(
  { made, step: runStep }: Subject,
  ports: FaultyPorts,
  fault: { readonly kind: FaultKind; readonly at: number } | undefined,
  onePassword: boolean,
): Promise<{ calls: readonly string[]; violations: readonly string[] }> {
  const violations: string[] = [];
  const wanted = await made.grants((await made.secret.value()).username);
  const token = await made.secret.begin();
  let calls: readonly string[] = [];
  const attempt = (step: Step): Promise<boolean> =>
    runStep(step, token).then(
      () => true,
      () => false,
    );
  if (fault === undefined) ports.disarm();
  else ports.arm(fault.kind, fault.at);
  for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
    if (await attempt(step)) continue;
    calls = ports.calls;
    ports.disarm();
    await inspect(made, wanted, violations, onePassword);
    let retries = 1;
    while (!(await attempt(step)) && retries < MAX_RETRIES) retries++;
  }
  if (calls.length === 0) calls = [...ports.calls];
  ports.disarm();
  if (!(await made.secret.labels())[token]?.includes("AWSCURRENT")) violations.push("the rotation does not complete");
  for (const label of onePassword ? ["AWSCURRENT"] : ["AWSCURRENT", "AWSPREVIOUS"])
    await requireUsable(made, label, wanted, violations);
  violations.push(...(await unlabelledPasswords(made.secret, LATEST_VERSIONS)));
  return { calls, violations };
}

async function inspect(
  made: ManualUser,
  wanted: readonly string[],
  violations: string[],
  onePassword: boolean,
): Promise<void> {
  const pending = await made.secret.value("AWSPENDING").catch(() => undefined);
  if (onePassword && pending !== undefined) {
    const isPending = await made.query(pending, "SELECT 1").catch(() => undefined);
    if (isPending !== undefined) return;
  }
  await requireUsable(made, "AWSCURRENT", wanted, violations);
  if (pending === undefined) return;
  const works = await made.query({ ...pending, dbname: "information_schema" }, "SELECT 1").catch(() => undefined);
  if (works === undefined) return;
  const have = await made.grants(pending.username);
  if (have.join() !== wanted.join()) violations.push(`a usable pending user without its rights: ${have.join("; ")}`);
}

async function requireUsable(
  made: ManualUser,
  label: "AWSCURRENT" | "AWSPREVIOUS" | string,
  wanted: readonly string[],
  violations: string[],
): Promise<void> {
  const value = await made.secret.value(label).catch(() => undefined);
  if (value === undefined) return void violations.push(`nothing is ${label}`);
  await made.query(value, "SELECT 1").catch((error: Error) => violations.push(`${label} is refused: ${error.message}`));
  const have = await made.grants(value.username);
  if (have.join() !== wanted.join()) violations.push(`${label} has lost rights: ${have.join("; ")}`);
}
