import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { runStatement } from "../../../ops/database/run-statement";
import { testMysql } from "../../support/mysql";

const { host, port, admin, caPem } = testMysql();
const login = { host, port, dbname: "", ...admin };
const route = { host, port, caPem };
const reading = { isReadOnly: true, signal: new AbortController().signal };

describe("runStatement", () => {
  test.each(["CREATE DATABASE by_hand", "CREATE USER by_hand", "GRANT SELECT ON mysql.* TO by_hand"])(
    "makes the server refuse in a read-only session: %s",
    async (statement) => {
      const refused = runStatement(route, login, statement, reading);
      await expect(refused).rejects.toMatchObject({
        code: "statement_refused",
        message: expect.stringContaining("ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION"),
      });
    },
  );

  test("verifies the server by the name of the login, whatever end a tunnel has", async () => {
    const elsewhere = { ...login, host: "database.example" };
    await expect(runStatement(route, elsewhere, "select 1", reading)).rejects.toThrow(/altnames|does not match/i);
    await expect(runStatement({ ...route, caPem: "" }, login, "select 1", reading)).rejects.toMatchObject({
      code: "statement_refused",
    });
  });

  test("goes through the route and nowhere else, and keeps the statement out of the error", async () => {
    const dead = runStatement({ ...route, host: "127.0.0.1", port: 1 }, login, "select 'a secret'", reading);
    const error = await dead.catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining("ECONNREFUSED") });
    const refused = await runStatement(route, login, "select 'a secret' from nothing.at_all", reading).catch(
      (e: Error) => e,
    );
    expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain("a secret");
    expect(JSON.stringify((refused as Error).cause ?? {})).not.toContain("a secret");
  });

  test("during an interrupted statement, throws the reason and keeps no socket that would keep the process", async () => {
    const controller = new AbortController();
    const slow = runStatement(route, login, "select sleep(60)", { isReadOnly: true, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("interrupted")), 300);
    await expect(slow).rejects.toThrow("interrupted");
    await sleep(100);
    expect(openSockets()).toBe(0);
  });

  test("interrupted before the server's greeting, throws the reason and does not wait for it", async () => {
    const controller = new AbortController();
    const silent = createServer((client: Socket) => client.on("error", () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const through = { host: "127.0.0.1", port: (silent.address() as AddressInfo).port, caPem };
    const run = runStatement(through, login, "DO 0", { isReadOnly: true, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("interrupted")), 100);
    await expect(run).rejects.toThrow("interrupted");
    // Calls back when the last connection has ended.
    await new Promise((resolve) => silent.close(resolve));
  });
});

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "TCPSocketWrap").length;
}
