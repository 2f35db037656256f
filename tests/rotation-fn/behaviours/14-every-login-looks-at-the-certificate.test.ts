import { randomBytes } from "node:crypto";
import tls from "node:tls";
import { createConnection } from "mysql2/promise";
import { createCertificateAuthority, issueServerCertificate } from "../../../local/mysql/certificates";
import { mysqlDatabase } from "../../../rotation-fn/adapters/mysql-database";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { testMysql } from "../../support/mysql";
import { type MysqlRelay, startMysqlRelay } from "../../support/mysql-relay";

/**
 * A server that keeps the keys of its TLS sessions, whatever certificate it shows: the worst case for a client that would rather
 * resume a session than look at a certificate. All logins are made by one process, as in a warm function.
 */
describe("14. TLS is verified and never silently dropped: at each login of a warm function anew", () => {
  const authority = createCertificateAuthority("First authority", 1);
  const other = createCertificateAuthority("Second authority", 1);
  const ticketKeys = randomBytes(48);
  const shown = (by: typeof authority, hosts: readonly string[]): tls.SecureContext => {
    const { certificatePem: cert, privateKeyPem: key } = issueServerCertificate(by, {
      commonName: "relay",
      hosts,
      validDays: 1,
    });
    return tls.createSecureContext({ cert, key, ticketKeys });
  };
  const good = shown(authority, ["localhost"]);
  let identity: tls.SecureContext;
  let relay: MysqlRelay;
  beforeAll(async () => {
    relay = await startMysqlRelay(testMysql().port, { identity: () => identity });
  });
  afterAll(() => relay.close());
  beforeEach(() => {
    identity = good;
    relay.resumptions();
  });

  /** What one login says: "accepted", or the code of the error. */
  const login = async (host = "localhost", roots: readonly string[] = [authority.certificatePem]): Promise<string> => {
    const { username, password } = testMysql().root;
    const database = mysqlDatabase(roots, noUsage(), { remainingMs: () => 60_000 });
    const answer = await database.login({ host, port: relay.port, username, password, transport: "verified" });
    if (answer.kind !== "accepted") return answer.error.code;
    await answer.session.close();
    return answer.kind;
  };

  it("resumes no session, though the server would, and the driver too where it is let", async () => {
    expect([await login(), await login(), await login(), relay.resumptions()]).toEqual([
      "accepted",
      "accepted",
      "accepted",
      0,
    ]);
    const { username: user, password } = testMysql().root;
    const ssl = { ca: authority.certificatePem, verifyIdentity: true };
    for (let time = 0; time < 2; time++) {
      const connection = await createConnection({ host: "localhost", port: relay.port, user, password, ssl });
      await connection.query("SELECT 1");
      await connection.end();
    }
    expect(relay.resumptions()).toBe(1);
  });

  it("reads the trusted certificates once, and again when they are others", async () => {
    const read = jest.spyOn(tls, "createSecureContext");
    const times = (): number =>
      read.mock.calls.filter(([options]) => [options?.ca].flat().includes(other.certificatePem)).length;
    const both = () => [authority.certificatePem, other.certificatePem];
    expect([await login("localhost", both()), await login("localhost", both()), times()]).toEqual([
      "accepted",
      "accepted",
      1,
    ]);
    expect([await login(), await login("localhost", both()), times()]).toEqual(["accepted", "accepted", 2]);
    read.mockRestore();
  });

  it("refuses another name at the address where it was let in by the right one", async () => {
    expect([await login(), await login("127.0.0.1"), await login()]).toEqual([
      "accepted",
      "tls_wrong_name",
      "accepted",
    ]);
  });

  it("refuses a certificate that is not trusted at the server that showed a trusted one before", async () => {
    expect(await login()).toBe("accepted");
    identity = shown(other, ["localhost"]);
    expect([await login(), await login()]).toEqual(["tls_untrusted", "tls_untrusted"]);
    identity = shown(authority, ["db.other.example"]);
    expect(await login()).toBe("tls_wrong_name");
    identity = good;
    expect([await login(), relay.resumptions()]).toEqual(["accepted", 0]);
  });

  it("refuses a certificate that it trusted before and trusts no more", async () => {
    const roots = [authority.certificatePem];
    expect(await login("localhost", roots)).toBe("accepted");
    expect(await login("localhost", [other.certificatePem])).toBe("tls_untrusted");
    expect(await login("localhost", [])).toBe("tls_untrusted");
    roots[0] = other.certificatePem;
    expect(await login("localhost", roots)).toBe("tls_untrusted");
    expect(await login()).toBe("accepted");
  });

  it("takes an address for a name like any other: the certificate must be for it, and not for localhost", async () => {
    identity = shown(authority, ["127.0.0.1"]);
    expect([await login("127.0.0.1"), await login("localhost")]).toEqual(["accepted", "tls_wrong_name"]);
  });
});
