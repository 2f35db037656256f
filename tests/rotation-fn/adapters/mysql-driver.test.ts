import { createServer, type Server } from "node:net";
import { type Connection, createConnection } from "mysql2/promise";
import { DriverConnection } from "../../../rotation-fn/adapters/mysql-driver";

jest.mock("mysql2/promise", () => ({ createConnection: jest.fn() }));

const never = () => new Promise<never>(() => undefined);

describe("a driver that loses its own time-out", () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer((socket) => socket.on("error", () => undefined).resume());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as { readonly port: number }).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const open = () => {
    const request = { host: "127.0.0.1", port, username: "app", password: "x", transport: "plaintext" } as const;
    return DriverConnection.open(request, [], 100);
  };

  test("does not hold up a login", async () => {
    jest.mocked(createConnection).mockImplementation(never);
    await expect(open()).rejects.toMatchObject({ code: "ETIMEDOUT" });
  });

  test("does not hold up a statement, nor the goodbye after it", async () => {
    const silent = { query: never, end: never, on: () => undefined };
    jest.mocked(createConnection).mockResolvedValue(silent as unknown as Connection);
    const connection = await open();
    const startedAt = performance.now();
    await expect(connection.query("SELECT 1", [], 100)).rejects.toMatchObject({ code: "PROTOCOL_SEQUENCE_TIMEOUT" });
    await connection.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
