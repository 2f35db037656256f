import * as fc from "fast-check";
import type { Grant } from "../../../rotation-fn/ports/account";
import type { StrategyName } from "../../../rotation-fn/settings";
import type { FaultKind } from "../faulty-ports";
import { unlabelled } from "./invariants";
import { ADMIN_SECRET, MemoryWorld, SECRET } from "./memory-world";
import { type ModelledWorld, requireSame } from "./model-comparison";
import { type PasswordName, ReferenceModel } from "./reference-model";
import { stepEvents } from "./tasks";

type Command = fc.AsyncCommand<ReferenceModel, ModelledWorld>;

const DELETE: Grant = { kind: "privilege", privilege: "DELETE", scope: "`shop`.*" };
/** By then whatever a fault has left has healed. */
const MAX_ATTEMPTS = 4;
/** No attempt makes more calls. */
const MAX_CALLS = 60;

/** A command that is possible when `check` says so, does `run`, and leaves the world as the model has it. */
function command(
  name: string,
  check: (model: Readonly<ReferenceModel>) => boolean,
  run: (model: ReferenceModel, real: ModelledWorld) => Promise<void>,
): Command {
  return {
    check,
    async run(model, real) {
      await run(model, real);
      real.commands++;
      requireSame(model, real, name);
    },
    toString: () => name,
  };
}

/** A rotation to its end, with at most one fault, repeated as Secrets Manager does; or begun and cancelled after some steps. */
async function rotate(model: ReferenceModel, real: ModelledWorld, count: number, faults: Faults = new Map()) {
  const { world } = real;
  const isPossible = model.canRotate;
  if (model.pending === undefined) world.secrets.begin(SECRET, `token-${++real.tokens}`.padEnd(32, "-"));
  const token = world.secrets.versionOf(SECRET, "AWSPENDING") ?? "";
  world.ports.armAll(faults);
  let isDone = false;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && !isDone; attempt++) {
    isDone = true;
    for (const event of stepEvents(token).slice(0, count)) isDone = isDone && (await world.invoke(event)).isOk;
  }
  world.ports.disarm();
  if (isDone !== (isPossible || count < 2)) throw new Error(`the rotation ${isDone ? "ended" : "did not end"}`);
  model.begin();
  const pending = model.pending;
  const text = readVersion(world, token);
  if (pending !== undefined && text !== undefined) real.names.set(pending.password, text);
  if (!isPossible) return;
  if (count >= 2) model.set();
  if (count === 4) model.finish();
}

type Faults = ReadonlyMap<number, FaultKind>;

function readVersion(world: MemoryWorld, token: string): string | undefined {
  const labels = world.secrets.labelsOf(SECRET, token);
  const value = labels[0] === undefined ? undefined : world.secrets.valueOf(SECRET, labels[0]);
  return value === undefined ? undefined : (JSON.parse(value) as { readonly password: string }).password;
}

function setPasswords({ world, names }: ModelledWorld, model: ReferenceModel, user: string): void {
  const account = world.database.find(user);
  const [first, second] = (model.accounts[user] ?? []).map((name) => (name === undefined ? name : names.get(name)));
  if (account !== undefined && first !== undefined) world.database.add({ ...account, primary: first, second });
}

function byHand(
  name: string,
  who: (model: Readonly<ReferenceModel>) => string,
  how: (model: ReferenceModel, user: string) => PasswordName,
): Command {
  return command(
    name,
    (model) => model.accounts[who(model)] !== undefined,
    async (model, real) => {
      const user = who(model);
      const password = how(model, user);
      real.names.set(password, password);
      setPasswords(real, model, user);
    },
  );
}

const currentUser = ({ current }: Readonly<ReferenceModel>): string => current.user;
const otherUser = ({ current }: Readonly<ReferenceModel>): string => (current.user === "shop" ? "shop_clone" : "shop");

const FIXED: readonly Command[] = [
  command(
    "rotate",
    () => true,
    (model, real) => rotate(model, real, 4),
  ),
  command(
    "rotate twice",
    () => true,
    async (model, real) => {
      for (let time = 0; time < 2; time++) await rotate(model, real, 4);
    },
  ),
  byHand("set the password of the current user by hand", currentUser, (model, user) => model.setByHand(user)),
  byHand("plant a second password on the current user", currentUser, (model, user) => model.plant(user)),
  byHand("set the password of the other user by hand", otherUser, (model, user) => model.setByHand(user)),
  byHand("plant a second password on the other user", otherUser, (model, user) => model.plant(user)),
  command(
    "roll back",
    (model) => model.previous !== undefined && model.pending === undefined && model.opens(model.previous),
    async (model, { world }) => {
      world.secrets.rollBack(SECRET);
      model.rollBack();
    },
  ),
  command(
    "grant DELETE to the current user",
    () => true,
    async (model, { world }) => {
      world.grant(model.current.user, DELETE);
      model.allow(model.current.user, model.accounts[model.current.user] !== undefined);
    },
  ),
  command(
    "revoke DELETE from the current user",
    () => true,
    async (model, { world }) => {
      const account = world.database.find(model.current.user);
      if (account === undefined) return;
      const grants = account.grants.filter((grant) => grant.kind !== "privilege" || grant.privilege !== "DELETE");
      world.database.add({ ...account, grants });
      model.allow(model.current.user, false);
    },
  ),
  command(
    "rotate the admin",
    () => true,
    async (_, real) => {
      const { world } = real;
      const password = `of the admin ${++real.admins}`;
      const admin = world.database.find("dba");
      if (admin !== undefined) world.database.add({ ...admin, primary: password });
      const value = JSON.stringify({ username: "dba", password });
      const versionId = `admin-${real.admins}`.padEnd(32, "-");
      await world.secrets.store().store({ secretId: ADMIN_SECRET, versionId, value, label: "AWSCURRENT" });
    },
  ),
  command(
    "back up",
    () => true,
    async (model, real) => {
      real.backup = real.world.database.snapshot();
      model.backUp();
    },
  ),
  command(
    "restore the backup",
    ({ hasBackup }) => hasBackup,
    async (model, real) => {
      const admin = real.world.database.find("dba");
      real.world.database.restore(real.backup ?? new Map());
      if (admin !== undefined) real.world.database.add(admin);
      model.restore();
    },
  ),
  command(
    "deploy",
    () => true,
    async (model, { world }) => {
      if (!(await world.invoke(world.provisionEvent)).isOk) throw new Error("the deployment failed");
      model.provision();
    },
  ),
];

/** Everything that may happen to a secret. */
export function allCommands() {
  const cancelled = fc.constantFrom(1, 2, 3).map((count) =>
    command(
      `cancel a rotation after ${count} steps`,
      // Nobody cancels one whose password is the only one that works.
      ({ pending, isAlive, strategy, engine }) =>
        pending === undefined && isAlive && !(strategy === "single-user" && engine === "mariadb" && count > 1),
      async (model, real) => {
        await rotate(model, real, count);
        const token = real.world.secrets.versionOf(SECRET, "AWSPENDING") ?? "";
        await real.world.secrets.store().removeLabel(SECRET, "AWSPENDING", token);
        model.cancel();
      },
    ),
  );
  const stale = fc.integer({ min: 1, max: MAX_CALLS }).map((at) =>
    command(
      `rotate, where call ${at} sees an older state`,
      ({ canRotate }) => canRotate,
      (model, real) => rotate(model, real, 4, new Map([[at, "stale"]])),
    ),
  );
  const faulty = fc
    .record({
      at: fc.integer({ min: 1, max: MAX_CALLS }),
      kind: fc.constantFrom<FaultKind>("crash", "error", "lost-reply", "lost-request", "no-answer", "false-no"),
    })
    .map(({ at, kind }) =>
      command(
        `rotate, ${kind} at call ${at}`,
        ({ canRotate }) => canRotate,
        (model, real) => rotate(model, real, 4, new Map([[at, kind]])),
      ),
    );
  return fc.commands([fc.constantFrom(...FIXED), cancelled, stale, faulty], { maxCommands: 20 });
}

/** The world of a sequence, and its model. The secret has its first value. */
export async function modelled(strategy: StrategyName, engine: "mysql" | "mariadb") {
  const world = await MemoryWorld.provisioned({ strategy, engine });
  const names = new Map([["version 0", world.database.find("shop")?.primary ?? ""]]);
  const real: ModelledWorld = { world, names, tokens: 0, commands: 0, admins: 0 };
  return { model: new ReferenceModel(strategy, engine), real };
}

/** However a sequence has ended: a deployment and two rotations bring the secret into order. */
export async function putInOrder(model: ReferenceModel, real: ModelledWorld): Promise<void> {
  for (const name of ["deploy", "rotate twice", "rotate"])
    await FIXED.find((one) => String(one) === name)?.run(model, real);
  // A user of MariaDB that changes itself cannot end a second password: docs/decisions/019.
  if (model.strategy === "single-user" && model.engine === "mariadb") return;
  const unknown = unlabelled(real.world);
  if (unknown.length > 0) throw new Error(unknown.join("; "));
}
