import { X509Certificate } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type ConnectionOptions, connect, createServer, type Server } from "node:tls";
import { createCertificateAuthority, issueServerCertificate } from "../../../local/mysql/certificates";

const authority = createCertificateAuthority("Test authority", 2);
const issued = issueServerCertificate(authority, {
  commonName: "localhost",
  hosts: ["localhost", "127.0.0.1"],
  validDays: 2,
});

describe("the certificates", () => {
  const ca = new X509Certificate(authority.certificatePem);
  const server = new X509Certificate(issued.certificatePem);

  it("are an authority and a server certificate that it signed", () => {
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.verify(ca.publicKey)).toBe(true);
    expect(server.checkIssued(ca)).toBe(true);
    expect(server.issuer).toBe("CN=Test authority");
  });

  it("name exactly the hosts that were asked for", () => {
    expect(server.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1");
    expect(server.checkHost("localhost")).toBe("localhost");
    expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(server.checkHost("example.com")).toBeUndefined();
    expect(server.checkIP("127.0.0.2")).toBeUndefined();
  });

  it("are for servers, for now and for as long as asked", () => {
    expect(server.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(Date.parse(server.validFrom)).toBeLessThan(Date.now());
    const daysLeft = (Date.parse(server.validTo) - Date.now()) / 86_400_000;
    expect(Math.round(daysLeft)).toBe(2);
  });

  it("have serial numbers of their own", () => {
    expect(server.serialNumber).not.toBe(ca.serialNumber);
    expect(server.serialNumber).toMatch(/^01[0-9A-F]{30}$/);
  });
});

describe("a TLS client that verifies", () => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer({ cert: issued.certificatePem, key: issued.privateKeyPem }, (socket) => socket.end("hello"));
    server.on("tlsClientError", () => {}); // the clients below hang up on purpose
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const outcomeOf = (options: ConnectionOptions): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port, ...options });
      socket.once("data", (data) => resolve(String(data)));
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });

  it.each(["localhost", "127.0.0.1"])("accepts the server as %s", async (host) => {
    expect(await outcomeOf({ ca: authority.certificatePem, host, servername: host === "localhost" ? host : "" })).toBe(
      "hello",
    );
  });

  it("refuses it under another name", async () => {
    expect(await outcomeOf({ ca: authority.certificatePem, servername: "db.example.com" })).toBe(
      "ERR_TLS_CERT_ALTNAME_INVALID",
    );
  });

  it("refuses it without the authority, and with another one of the same name", async () => {
    const other = createCertificateAuthority("Test authority", 2);
    expect(await outcomeOf({ servername: "localhost" })).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    expect(await outcomeOf({ ca: other.certificatePem, servername: "localhost" })).toBe(
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    );
  });
});
