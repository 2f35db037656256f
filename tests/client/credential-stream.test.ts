import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { inspect } from "node:util";
import { type ConnectionConfig, credentialStream } from "../../client/src/credential-stream";
import { DatabaseCredential } from "../../client/src/database-credential";

let server: Server;

beforeAll(async () => {
  server = createServer((socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

function version(versionId: string, members: { readonly host?: string } = {}): DatabaseCredential {
  const { port } = server.address() as AddressInfo;
  const login = { username: `user of ${versionId}`, password: `password of ${versionId}` };
  return new DatabaseCredential({
    versionId,
    label: "AWSCURRENT",
    ...login,
    host: "127.0.0.1",
    port,
    database: "shop",
    ...members,
  });
}

/** A connection that was opened with v1, up to the moment at which the driver has TLS. */
async function openedWithV1() {
  const config: ConnectionConfig = { host: "", port: 0 };
  const sent: string[] = [];
  const world = { newest: version("v1") };
  const socket = credentialStream(
    config,
    { host: undefined, port: undefined, database: undefined, tunnel: undefined },
    "shop",
    {
      credential: async () => version("v1"),
      latest: () => world.newest,
      onSend: ({ versionId }) => void sent.push(versionId),
    },
  );
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.destroy();
  return { config, sent, world };
}

test("sends the version that is newest when the driver reads the user, and never a password of another one", async () => {
  const { config, sent, world } = await openedWithV1();
  expect(sent).toEqual([]);
  world.newest = version("v2");
  expect(config.user).toBe("user of v2");
  world.newest = version("v3");
  expect([config.user, config.password]).toEqual(["user of v2", "password of v2"]);
  expect(sent).toEqual(["v2"]);
});

test("sends the version that the connection was opened with where the newest one leads to another host", async () => {
  const { config, sent, world } = await openedWithV1();
  world.newest = version("v2", { host: "elsewhere.example" });
  expect([config.user, config.password]).toEqual(["user of v1", "password of v1"]);
  expect(sent).toEqual(["v1"]);
});

test("shows no password in the options of a connection, before and after it was sent", async () => {
  const { config } = await openedWithV1();
  const shown = [inspect(config, { getters: true }), inspect(config), JSON.stringify(config)];
  expect(shown.join()).not.toContain("password of");
  expect(config.password).toBe("password of v1");
});
