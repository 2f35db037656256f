import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";
import { connect } from "../../../local/mysql/connection";
import { mysqlDatabase } from "../../../rotation-fn/adapters/mysql-database";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { testMysql, uniqueName } from "../../support/mysql";

interface SlowWay {
  readonly port: number;
  close(): void;
}

/** A way to the server on which everything that the client says takes that long, its end too. */
async function startSlowWay(upstreamPort: number, delayMs: number): Promise<SlowWay> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connectSocket(upstreamPort, "127.0.0.1");
    upstream.pipe(client);
    client.on("data", (data) => void setTimeout(() => upstream.write(data), delayMs));
    client.on("end", () => void setTimeout(() => upstream.end(), delayMs));
    for (const socket of [client, upstream]) sockets.push(socket.on("error", () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe("the end of a session", () => {
  const user = uniqueName("one");
  const password = "made-up-Pw-1";
  const asRoot = async (sql: string): Promise<void> => {
    const connection = await connect(testMysql(), testMysql().root);
    await connection.query(sql).finally(() => connection.end());
  };
  let slow: SlowWay;
  beforeAll(async () => {
    await asRoot(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}' WITH MAX_USER_CONNECTIONS 1`);
    slow = await startSlowWay(testMysql().port, 30);
  });
  afterAll(async () => {
    slow.close();
    await asRoot(`DROP USER '${user}'@'%'`);
  });

  const login = (port = testMysql().port) => {
    const { host, caPem } = testMysql();
    const database = mysqlDatabase([caPem], noUsage(), { remainingMs: () => 60_000 });
    return database.login({ host, port, username: user, password, transport: "verified" });
  };

  it("is the server's too: an account that may have one connection can log in again at once", async () => {
    const first = await login(slow.port);
    if (first.kind !== "accepted") throw first.error;
    await first.session.close();
    const second = await login();
    expect(second.kind === "accepted" ? "accepted" : second.error.message).toBe("accepted");
    if (second.kind === "accepted") await second.session.close();
  });

  it("comes at once where the server has ended the session already", async () => {
    const answer = await login();
    if (answer.kind !== "accepted") throw answer.error;
    const killing = await connect(testMysql(), testMysql().root);
    const [rows] = await killing.query("SELECT ID FROM performance_schema.processlist WHERE USER = ?", [user]);
    for (const { ID } of rows as { ID: number }[]) await killing.query(`KILL ${ID}`);
    await killing.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startedAt = performance.now();
    await answer.session.close();
    expect(performance.now() - startedAt).toBeLessThan(900);
  });
});
