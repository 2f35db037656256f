import type { Account } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { AdminSecretValue, SecretValue } from "../secret-value";
import { requireAccountOf, requireKnownServer } from "./guards";
import { loginRequest, readAdminSecret, signIn, signInAsAdmin, withSession } from "./sign-in";
import type { StrategyContext } from "./strategy";
import { awaitReader, requireReader, requireReplica, valueAtWriter, type Writer, writerOf } from "./writer";

/** What the admin is to do, and who may be that admin. */
export interface AdminWork {
  readonly adminSecretId: string;
  /** Asked about every admin credential before it is used; `withWriterEndpoint` gives a value as it is at the place of the change. */
  validateAdmin(admin: AdminSecretValue, withWriterEndpoint: WithWriterEndpoint): void;
  /** `matched`: the account row that the app user's login was matched to. */
  change(session: DatabaseSession, matched: Account, withWriterEndpoint: WithWriterEndpoint): Promise<void>;
}

type WithWriterEndpoint = (value: SecretValue) => SecretValue;

/**
 * The admin's change, on the server that it has to be made on. `appSession` is the app user's at the secret's host, with the current
 * credential: the guard against a confused deputy. It is ended first, so that a rotation never holds two connections to one server.
 */
export async function changeAsAdmin(
  appSession: DatabaseSession,
  current: SecretValue,
  context: StrategyContext,
  work: AdminWork,
): Promise<void> {
  const { account } = await withSession(appSession, async ({ identity }) => {
    requireKnownServer(identity.server, current.engine);
    requireAccountOf(current.username, identity.account);
    return identity;
  });
  const admin = await readAdminSecret(context.secrets, work.adminSecretId);
  const writer = writerOf(current, admin);
  if (writer === undefined) {
    const session = await adminSession(writer, admin, current, context, work);
    return withSession(session, () => work.change(session, account, (value) => value));
  }
  const reader = await signIn(context.database, loginRequest(current, context.settings));
  await withSession(reader, () => changeAtWriter(reader, writer, admin, current, context, work));
}

/**
 * The host is a reader. The guard is repeated at the writer, the writer has to know the reader, and the step ends when the reader has
 * what was changed. The admin's credential goes to the writer only.
 */
async function changeAtWriter(
  reader: DatabaseSession,
  writer: Writer,
  admin: AdminSecretValue,
  current: SecretValue,
  context: StrategyContext,
  work: AdminWork,
): Promise<void> {
  const self = await requireReader(reader, current, writer);
  const login = loginRequest(valueAtWriter(writer, current), context.settings);
  const { account } = await withSession(await signIn(context.database, login), async ({ identity }) => identity);
  requireAccountOf(current.username, account);
  const session = await adminSession(writer, admin, current, context, work);
  const position = await withSession(session, async () => {
    await requireReplica(session, self, current, writer);
    // Asked before anything is changed as well: where there is none, nothing is to be changed.
    await session.replication.position();
    await work.change(session, account, (value) => valueAtWriter(writer, value));
    return session.replication.position();
  });
  await awaitReader(reader, position, current);
  context.log.info("reader-caught-up", {
    reader: `${current.host}:${current.port}`,
    writer: `${writer.host}:${writer.port}`,
  });
}

function adminSession(
  writer: Writer | undefined,
  admin: AdminSecretValue,
  current: SecretValue,
  context: StrategyContext,
  { adminSecretId, validateAdmin }: AdminWork,
): Promise<DatabaseSession> {
  const withWriterEndpoint: WithWriterEndpoint = (value) => valueAtWriter(writer, value);
  const server = loginRequest(withWriterEndpoint(current), context.settings);
  return signInAsAdmin(
    context,
    adminSecretId,
    server,
    (credential) => validateAdmin(credential, withWriterEndpoint),
    admin,
  );
}
