import type { ProvisionedValue } from "../../../rotation-fn/actions/first-value";
import { provePassword } from "../../../rotation-fn/actions/provisioned-password";
import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import type { AccountChange, AccountDefinition } from "../../../rotation-fn/ports/account";
import type { DatabaseSession, LoginRequest } from "../../../rotation-fn/ports/database";
import { type SecretDescription, type SecretStore, versionLabelled } from "../../../rotation-fn/ports/secret-store";
import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { readSettings } from "../../../rotation-fn/settings";
import { SILENT } from "../../support/memory/memory-world";

const ACCOUNT = { user: "shop", host: "%" };
const STORED = { engine: "mysql", host: "db.test", port: 3306, username: "shop", password: "p-current" };
const ROTATING: SecretDescription["labels"] = new Map([
  ["v1", ["AWSCURRENT"]],
  ["v2", ["AWSPENDING"]],
]);
const PROMOTED = "AWSCURRENT from v1 to v2";
const failure = (code: ErrorCode) => new RotationError(code, { problem: `${code} happened`, remedy: "look" });

/** A server and a secret, as far as the password of one account depends on them. */
interface Situation {
  readonly labels?: SecretDescription["labels"];
  /** What carries AWSCURRENT once the function has moved the label, or has failed to. */
  readonly movedTo?: string;
  /** Undefined where rotation was never configured. */
  readonly rotationEnabled?: boolean | undefined;
  /** Members of AWSPENDING, or why it cannot be read. */
  readonly pending?: object | ErrorCode;
  /** The only password that the server accepts before one is set. */
  readonly accepted?: "p-current" | "p-pending";
  /** What the server answers after one is set. */
  readonly loginAfter?: "accepted" | ErrorCode;
  /** The first password, as the server stores it. Hidden where undefined; null where the credential is not there. */
  readonly primary?: string | undefined | null;
  readonly isGone?: true;
  readonly moveCurrent?: ErrorCode;
}

/** What was done, and how it ended. */
async function prove(situation: Situation) {
  const done: unknown[] = [];
  const { labels = ROTATING, loginAfter = "accepted", pending = {}, moveCurrent, movedTo } = situation;
  const rotationEnabled = "rotationEnabled" in situation ? situation.rotationEnabled : true;
  const secret = { arn: "arn", name: "app", labels, rotationEnabled } as unknown as SecretDescription;
  const secrets = {
    describe: async () =>
      movedTo !== undefined && done.includes(PROMOTED)
        ? { ...secret, labels: new Map([[movedTo, ["AWSCURRENT"]]]) }
        : secret,
    read: async () => {
      if (typeof pending === "string") throw failure(pending);
      return JSON.stringify({ ...STORED, password: "p-pending", ...pending });
    },
    moveCurrent: async (_: string, to: string, from?: string) => {
      done.push(`AWSCURRENT from ${from} to ${to}`);
      if (moveCurrent !== undefined) throw failure(moveCurrent);
    },
    removeLabel: async (_: string, label: string, from: string) => void done.push(`${label} away from ${from}`),
  } as unknown as SecretStore;
  const isSet = () => done.some((one) => typeof one === "object");
  const database = {
    login: async ({ password }: LoginRequest) => {
      const isAccepted = password === situation.accepted;
      const answer = isSet() ? loginAfter : isAccepted ? "accepted" : "login_refused";
      if (answer === "accepted") return { kind: answer, session: { close: async () => undefined } as DatabaseSession };
      return { kind: answer === "login_refused" ? "rejected" : "unknown", error: failure(answer) } as const;
    },
  };
  const session = {
    identity: { server: { alternativePasswords: false } },
    readAccount: async () =>
      situation.isGone ? undefined : ({ locked: false, clauses: new Map() } as unknown as AccountDefinition),
    readCredential: async () =>
      situation.primary === null
        ? undefined
        : {
            isPrimary: (password: string) =>
              situation.primary === undefined ? undefined : password === situation.primary,
          },
    apply: async (change: AccountChange & { readonly password: string }) =>
      void done.push({ [change.kind]: change.password }),
  } as unknown as DatabaseSession;
  const value = parseSecretValue(JSON.stringify(STORED), "app");
  const readFrom = versionLabelled(secret, "AWSCURRENT");
  const provisioned: ProvisionedValue = { value, secret, versionId: "v1", origin: "current", readFrom };
  const context = { secrets, database, settings: readSettings({}), log: SILENT };
  const end = await provePassword(session, ACCOUNT, provisioned, "admin-rotated", context).catch(
    (error: RotationError) => `${error.code}: ${error.message}`,
  );
  return { end, done };
}

const SET = [{ "set-password": "p-current" }];
const SET_BESIDE_PENDING = [{ "set-password": "p-pending" }, { "change-password": "p-current" }];
const NEVER_ROTATED = { rotationEnabled: undefined } as const;
const ORPHAN_REMOVED = "AWSPENDING away from v2";

describe("the password of a provisioned account", () => {
  it.each<[string, Situation, unknown[]]>([
    ["is left alone where AWSCURRENT logs in", { accepted: "p-current" }, []],
    ["is set, beside the pending one of a rotation", { primary: "p-by-hand" }, SET_BESIDE_PENDING],
    ["becomes AWSCURRENT where it is the pending one", { primary: "p-pending", accepted: "p-pending" }, [PROMOTED]],
    ["becomes AWSCURRENT where it is hidden and the pending one logs in", { accepted: "p-pending" }, [PROMOTED]],
    ["is set where it is hidden and the pending one is refused", {}, SET_BESIDE_PENDING],
    ["is set where there is no credential and the pending one is refused", { primary: null }, SET_BESIDE_PENDING],
    ["is set alone where the pending version is for another port", { pending: { port: 3307 } }, SET],
    ["is set alone where the pending version has no value yet", { pending: "version_not_found" }, SET],
    ["is set once where its own version is the pending one", { labels: new Map([["v2", ["AWSPENDING"]]]) }, SET],
    [
      "is set alone where a version is pending that no rotation made",
      { ...NEVER_ROTATED, primary: "p-by-hand" },
      [ORPHAN_REMOVED, ...SET],
    ],
    [
      "is set beside a pending one that it may be, although no rotation made that version",
      NEVER_ROTATED,
      SET_BESIDE_PENDING,
    ],
  ])("%s", async (_, situation, done) => {
    expect(await prove(situation)).toEqual({ end: "proved", done });
  });

  it("is read again where the rotation sets its own or ends at the same time", async () => {
    expect(await prove({ loginAfter: "login_refused" })).toEqual({ end: "read-again", done: SET_BESIDE_PENDING });
    const isPending = { primary: "p-pending", accepted: "p-pending" } as const;
    const situation: Situation = { ...isPending, moveCurrent: "secrets_manager_refused", movedTo: "v3" };
    expect(await prove(situation)).toEqual({ end: "read-again", done: [PROMOTED] });
  });
});

describe("a pending version that no rotation made", () => {
  it.each<[string, Situation, unknown[]]>([
    ["is removed where its password is not the account's", { primary: "p-current" }, [ORPHAN_REMOVED]],
    ["stays where the account's password is hidden", {}, []],
    ["stays where the account has no credential", { primary: null }, []],
  ])("%s", async (_, situation, done) => {
    expect(await prove({ ...NEVER_ROTATED, accepted: "p-current", ...situation })).toEqual({ end: "proved", done });
  });
});

describe("the provisioning of a password fails", () => {
  const PENDING = { primary: "p-pending", accepted: "p-pending" } as const;
  it.each<[string, Situation, string, unknown[]]>([
    [
      "where the account is dropped at the same time",
      { isGone: true },
      "account_not_found: the account 'shop'@'%' disappeared while it was being provisioned; " +
        "what to do: apply again; if it happens again, find out who drops accounts",
      [],
    ],
    [
      "where AWSPENDING may not be read",
      { pending: "secrets_manager_refused" },
      "secrets_manager_refused happened",
      [],
    ],
    [
      "where Secrets Manager does not answer, even if AWSCURRENT has moved",
      { ...PENDING, moveCurrent: "secrets_manager_unavailable", movedTo: "v2" },
      "secrets_manager_unavailable happened",
      [PROMOTED],
    ],
    [
      "where AWSCURRENT may not be moved and is where it was",
      { ...PENDING, moveCurrent: "secrets_manager_refused" },
      "secrets_manager_refused happened",
      [PROMOTED],
    ],
    [
      "where the server does not answer after the change, even during a rotation",
      { loginAfter: "network_unreachable" },
      "network_unreachable happened",
      SET_BESIDE_PENDING,
    ],
  ])("%s", async (_, situation, message, done) => {
    expect(await prove(situation)).toEqual({ end: expect.stringContaining(message), done });
  });
});
