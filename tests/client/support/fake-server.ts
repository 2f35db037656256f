import type { DatabaseCredential } from "../../../client/src";
import { LoginRecovery } from "../../../client/src/login-recovery";
import { FakeSecret, refusal } from "./fake-secret";

/** A MySQL that takes some versions of the credential. */
export class FakeServer {
  readonly tried: string[] = [];
  readonly accepts: Set<string>;

  constructor(...versions: string[]) {
    this.accepts = new Set(versions);
  }

  readonly login = async ({ versionId }: DatabaseCredential): Promise<string> => {
    this.tried.push(versionId);
    if (!this.accepts.has(versionId)) throw refusal();
    return `session of ${versionId}`;
  };
}

/** A server, a secret, and what answers refused logins between them. */
export function setUp(server: FakeServer, options = {}) {
  const secret = new FakeSecret();
  const credential = secret.credential(options);
  const recovery = new LoginRecovery(credential, secret.runtime);
  return { secret, credential, recovery, logIn: () => recovery.logIn(server.login) };
}
