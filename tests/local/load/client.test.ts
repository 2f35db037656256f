import { setTimeout as wait } from "node:timers/promises";
import { startClient } from "../../../local/load/client";
import { type Credential, logIn } from "../../../local/load/login";
import type { ClientBehaviour, LoginRecord } from "../../../local/load/login-record";
import { startClock } from "../../../local/terminal/clock";

jest.mock("../../../local/load/login", () => ({
  ...jest.requireActual("../../../local/load/login"),
  logIn: jest.fn(async () => ({ ok: true })),
}));

const ADDRESS = { host: "localhost", port: 3306, database: "shop", password: "not used" };

/** A client against a secret whose version grows by one whenever `rotate` is called. */
function clientOf(behaviour: ClientBehaviour) {
  let version = 1;
  let reads = 0;
  const logins: LoginRecord[] = [];
  const running = startClient({
    client: { name: "worker", behaviour },
    clock: startClock(),
    read: async (): Promise<Credential> => {
      reads += 1;
      return { ...ADDRESS, versionId: `v${version}`, username: "app" };
    },
    caPem: "",
    writes: false,
    pauseMs: 5,
    onLogin: (login) => logins.push(login),
  });
  return {
    ...running,
    logins,
    versions: () => [...new Set(logins.map((login) => login.versionId))],
    readsSoFar: () => reads,
    rotate: () => {
      version += 1;
    },
    /** Resolves after this many further logins. */
    async more(count: number) {
      for (const enough = logins.length + count; logins.length < enough; ) await wait(2);
    },
  };
}

describe("startClient", () => {
  it("reads before every login when it does not cache", async () => {
    const client = clientOf({ kind: "every-login" });
    await client.more(3);
    client.rotate();
    await client.more(2);
    await client.stop();
    expect(client.readsSoFar()).toBe(client.logins.length);
    expect(client.versions()).toEqual(["v1", "v2"]);
  });

  it("keeps what it read for as long as it caches", async () => {
    const client = clientOf({ kind: "cached", cacheMs: 60 });
    await client.more(1);
    client.rotate();
    await client.more(2);
    expect(client.versions()).toEqual(["v1"]);
    await wait(70);
    await client.more(1);
    await client.stop();
    expect(client.versions()).toEqual(["v1", "v2"]);
  });

  it("keeps what it read through everything when it is a staleClient, until it is asked to read again", async () => {
    const client = clientOf({ kind: "staleClient" });
    await client.more(1);
    client.rotate();
    await client.more(3);
    expect(client.versions()).toEqual(["v1"]);
    await client.readAgain();
    const before = client.logins.length;
    await client.more(2);
    await client.stop();
    expect(new Set(client.logins.slice(before + 1).map((login) => login.versionId))).toEqual(new Set(["v2"]));
    expect(client.readsSoFar()).toBe(2);
  });

  it("records a refused login with the reason and goes on", async () => {
    const refused = { ok: false, during: "login", reason: "ER_ACCESS_DENIED_ERROR: Access denied" } as const;
    jest.mocked(logIn).mockResolvedValueOnce(refused);
    const client = clientOf({ kind: "every-login" });
    await client.more(2);
    await client.stop();
    expect(client.logins[0]).toMatchObject({ client: "worker", username: "app", versionId: "v1", outcome: refused });
    expect(client.logins[1]).toMatchObject({ outcome: { ok: true } });
  });

  it("counts a secret that cannot be read as a failed login", async () => {
    const logins: LoginRecord[] = [];
    const client = startClient({
      client: { name: "worker", behaviour: { kind: "staleClient" } },
      clock: startClock(),
      read: () => Promise.reject(new Error("throttled")),
      caPem: "",
      writes: false,
      pauseMs: 1,
      onLogin: (login) => logins.push(login),
    });
    await client.readAgain();
    await client.stop();
    expect(logins[0]?.outcome).toEqual({ ok: false, during: "read", reason: "Error: throttled" });
  });

  it("stops after the login that is under way, and leaves nobody waiting", async () => {
    const client = clientOf({ kind: "staleClient" });
    await client.more(1);
    const asked = client.readAgain();
    await client.stop();
    await asked;
    const count = client.logins.length;
    await wait(20);
    expect(client.logins).toHaveLength(count);
    await client.readAgain();
  });
});
