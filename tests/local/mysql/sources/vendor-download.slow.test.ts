import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server as HttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { join } from "node:path";
import { createCertificateAuthority, issueServerCertificate } from "../../../../local/mysql/certificates";
import { vendorDownload } from "../../../../local/mysql/sources/vendor-download";
import { newFolder, removeFolders } from "../fake-program";

const servers: (HttpsServer | TcpServer)[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  removeFolders();
});

async function listen(server: HttpsServer | TcpServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/**
 * An environment in which the vendor's site is `site` and the package's download writes a mysqld with this script where
 * the real one puts it. The folder's file `downloads` counts the downloads.
 */
function environmentFor(site: string, mysqldScript = "exit 1", caPem = "") {
  const folder = newFolder();
  const inner = (name: string) => JSON.stringify(require.resolve(`mysql-memory-server/dist/src/${name}`));
  const stub = join(folder, "stub.cjs");
  writeFileSync(join(folder, "ca.pem"), caPem);
  writeFileSync(
    stub,
    `const fs = require("node:fs");
     require(${inner("constants")}).MySQLCDNArchivesBaseURL = ${JSON.stringify(site)};
     require(${inner("libraries/Downloader")}).downloadBinary = async (build) => {
       fs.appendFileSync(${JSON.stringify(join(folder, "downloads"))}, build.version + "\\n");
       const bin = process.env.TMPDIR + "/mysqlmsn/binaries/" + build.version + "/mysql/bin";
       fs.mkdirSync(bin, { recursive: true });
       fs.writeFileSync(bin + "/mysqld", ${JSON.stringify(`#!/bin/sh\n${mysqldScript}\n`)}, { mode: 0o755 });
       return bin + "/mysqld";
     };`,
  );
  const environment = {
    PATH: process.env.PATH,
    XDG_CACHE_HOME: folder,
    NODE_OPTIONS: `--require "${stub}"`,
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
  };
  return { environment, cache: join(folder, "rotating-rds-mysql"), downloads: join(folder, "downloads") };
}

async function reachableSite(): Promise<{ site: string; caPem: string }> {
  const authority = createCertificateAuthority("Test authority", 1);
  const issued = issueServerCertificate(authority, { commonName: "site", hosts: ["127.0.0.1"], validDays: 1 });
  const port = await listen(
    createServer({ cert: issued.certificatePem, key: issued.privateKeyPem }, (_, response) => {
      response.writeHead(403).end();
    }),
  );
  return { site: `https://127.0.0.1:${port}/archives/mysql-`, caPem: authority.certificatePem };
}

const quiet = () => {};

describe("MySQL downloaded by mysql-memory-server", () => {
  it("is fetched once, kept whole in the cache folder, and found there afterwards", async () => {
    const { site, caPem } = await reachableSite();
    const script = 'echo "mysqld  Ver 8.4.9 for Linux on x86_64 (MySQL Community Server - GPL)"';
    const { environment, cache } = environmentFor(site, script, caPem);
    expect(await vendorDownload.findLocal(environment)).toEqual({ missing: "nothing downloaded yet" });
    const said: string[] = [];
    const program = await vendorDownload.fetch?.(environment, (message) => said.push(message));
    const kept = join(cache, `mysql-vendor-8.4-${process.platform}-${process.arch}`);
    expect(program).toMatchObject({
      command: join(kept, "mysql", "bin", "mysqld"),
      serverArguments: [`--basedir=${join(kept, "mysql")}`],
      version: "8.4.9",
    });
    expect(readdirSync(cache)).toEqual([`mysql-vendor-8.4-${process.platform}-${process.arch}`]);
    expect(said).toEqual(["downloading MySQL 8.4 from its vendor"]);
    expect(await vendorDownload.findLocal(environment)).toEqual({ program });
  });

  it.each([
    ["8.0", "8.0.45"],
    ["8.4", "8.4.9"],
    ["9", "9.7.2"],
  ])("is of the series that MYSQL_VERSION asks for, each kept for itself: %s", async (series, version) => {
    const { site, caPem } = await reachableSite();
    const { environment, cache, downloads } = environmentFor(site, `echo "mysqld  Ver ${version} for Linux"`, caPem);
    const asking = { ...environment, MYSQL_VERSION: series };
    expect(await vendorDownload.fetch?.(asking, quiet)).toMatchObject({ version });
    // What the package took, of the versions that it knows.
    expect(readFileSync(downloads, "utf8")).toBe(`${version}\n`);
    expect(readdirSync(cache)).toEqual([`mysql-vendor-${series}-${process.platform}-${process.arch}`]);
    expect(await vendorDownload.findLocal(asking)).toMatchObject({ program: { version } });
    const other = { ...environment, MYSQL_VERSION: series === "9" ? "8.0" : "9" };
    expect(await vendorDownload.findLocal(other)).toEqual({ missing: "nothing downloaded yet" });
  });

  it("that does not run here is not downloaded again, and the reason is said each time", async () => {
    const { site, caPem } = await reachableSite();
    const { environment, downloads } = environmentFor(site, 'echo "no libaio.so.1" >&2; exit 127', caPem);
    for (let round = 0; round < 2; round += 1) {
      await expect(vendorDownload.fetch?.(environment, quiet)).rejects.toThrow(
        /no libaio\.so\.1; to fetch it again, remove .*mysql-vendor/,
      );
    }
    expect(readFileSync(downloads, "utf8").trim().split("\n")).toHaveLength(1);
  });

  it("fails at once when the site cannot be reached: nothing is downloaded and nothing is left", async () => {
    const { environment, downloads, cache } = environmentFor("https://127.0.0.1:1/");
    await expect(vendorDownload.fetch?.(environment, quiet)).rejects.toThrow(/ECONNREFUSED/);
    expect(existsSync(downloads)).toBe(false);
    mkdirSync(cache, { recursive: true });
    expect(readdirSync(cache)).toEqual([]);
  });

  it("fails within seconds when the site takes the connection and never answers", async () => {
    const sockets: { destroy(): void }[] = [];
    const port = await listen(createTcpServer((socket) => sockets.push(socket)));
    const { environment } = environmentFor(`https://127.0.0.1:${port}/`);
    const startedAt = Date.now();
    await expect(vendorDownload.fetch?.(environment, quiet)).rejects.toThrow(/did not (answer|end) within/);
    expect(Date.now() - startedAt).toBeLessThan(6_000);
    for (const socket of sockets) socket.destroy();
  });
});
