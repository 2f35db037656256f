import type { DatabaseCredential, RotatingCredential } from "../../client/src";
import { type FakeSecret, refusal } from "./support/fake-secret";
import { FakeServer, setUp } from "./support/fake-server";

test("goes on with a version that is newer still, where the secret rotated during the login", async () => {
  const server = new FakeServer("v3");
  const { secret, credential, recovery } = setUp(server);
  await credential.get();
  secret.put("v2");
  const login = async (version: DatabaseCredential): Promise<string> => {
    if (version.versionId === "v2") secret.put("v3");
    return server.login(version);
  };
  const recovered = recovery.recover("v1", refusal(), login);
  await secret.runtime.advance(20);
  expect(await recovered).toBe("session of v3");
  expect(server.tried).toEqual(["v2", "v3"]);
});

test("goes on as long as a newer version becomes known during each login, as on a busy machine", async () => {
  const server = new FakeServer("v9");
  const { secret, credential, recovery } = setUp(server);
  await credential.get();
  secret.put("v2");
  const login = async (version: DatabaseCredential): Promise<string> => {
    if (version.versionId !== "v9") secret.put(`v${Number(version.versionId.slice(1)) + 1}`);
    return server.login(version);
  };
  const recovered = recovery.recover("v1", refusal(), login);
  await secret.runtime.advance(100);
  expect(await recovered).toBe("session of v9");
  expect(server.tried).toEqual(["v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9"]);
});

test("stops where a version comes back that MySQL has refused to this login", async () => {
  const server = new FakeServer();
  const { secret, credential, recovery } = setUp(server);
  await credential.get();
  secret.put("v2");
  const login = async (version: DatabaseCredential): Promise<string> => {
    secret.put(version.versionId === "v2" ? "v1" : "v2");
    return server.login(version);
  };
  const failed = expect(recovery.recover("v1", refusal(), login)).rejects.toMatchObject({ code: "login_refused" });
  await secret.runtime.advance(100);
  await failed;
  expect(server.tried).toEqual(["v2"]);
});

test("does not take another label's version for one that works where the login got an open connection", async () => {
  const { secret, credential, recovery } = setUp(new FakeServer());
  await credential.get();
  secret.put("other", "AWSPENDING");
  const openConnection = async (_: DatabaseCredential, onUse: (versionId: undefined) => void): Promise<string> => {
    onUse(undefined);
    return "an open connection";
  };
  expect(await recovery.recover("v1", refusal(), openConnection)).toBe("an open connection");
  expect(credential.status()).toMatchObject({ versionId: "v1", label: "AWSCURRENT" });
});

test("answers the refusal of the version that was sent, where that is a newer one than was asked for", async () => {
  const server = new FakeServer("v4");
  const { secret, credential, recovery } = setUp(server);
  await credential.get();
  secret.put("v2");
  const login = async (version: DatabaseCredential, onUse: (versionId: string) => void): Promise<string> => {
    if (version.versionId === "v2") {
      secret.put("v3");
      await credential.refresh({ staleVersion: "v2" });
      onUse("v3");
      secret.put("v4");
    }
    return server.login(version);
  };
  const recovered = recovery.recover("v1", refusal(), login);
  await secret.runtime.advance(100);
  expect(await recovered).toBe("session of v4");
  expect(server.tried).toEqual(["v2", "v4"]);
});

test("gives up after 30 versions that are refused one after the other, and the next login goes on with a newer one", async () => {
  const server = new FakeServer();
  const { secret, credential, recovery, logIn } = setUp(server);
  await credential.get();
  const login = async (version: DatabaseCredential): Promise<string> => {
    secret.put(`v${Number(version.versionId.slice(1)) + 1}`);
    return server.login(version);
  };
  const failed = expect(recovery.logIn(login)).rejects.toMatchObject({
    code: "login_refused",
    message: expect.stringContaining("version v31,"),
  });
  await secret.runtime.advance(100); // 30 times the jitter of one caller
  await failed;
  expect(server.tried).toEqual(Array.from({ length: 31 }, (_, index) => `v${index + 1}`));
  server.accepts.add("v32");
  expect(await logIn()).toBe("session of v32");
});

/** What the background refresh does when the age is over. */
async function readAgain({ runtime }: FakeSecret, credential: RotatingCredential): Promise<void> {
  runtime.suspendedMs += 10 * 60_000;
  await credential.get();
}

describe("a secret that rotates while AWSPENDING and AWSPREVIOUS are tried", () => {
  test("is followed by the login that tried them, and by one that waited, where the background refresh found the version", async () => {
    const server = new FakeServer("v3");
    const { secret, credential, recovery } = setUp(server);
    await credential.get();
    secret.put("v2", "AWSPENDING");
    const login = async (version: DatabaseCredential): Promise<string> => {
      if (version.versionId === "v2") {
        secret.put("v3");
        await readAgain(secret, credential);
      }
      return server.login(version);
    };
    const both = Promise.all([recovery.logIn(login), recovery.logIn(login)]);
    await secret.runtime.advance(20);
    expect(await both).toEqual(["session of v3", "session of v3"]);
    expect(server.tried).toEqual(["v1", "v1", "v2", "v3", "v3"]);
  });

  test("is read again where the last read is a second ago", async () => {
    const server = new FakeServer("v3");
    const { secret, credential, recovery } = setUp(server);
    await credential.get();
    secret.put("v2", "AWSPENDING");
    const login = async (version: DatabaseCredential): Promise<string> => {
      if (version.versionId === "v2") {
        secret.put("v2", "AWSPREVIOUS");
        secret.put("v3");
        await secret.runtime.sleep(1_000);
      }
      return server.login(version);
    };
    const recovered = recovery.logIn(login);
    await secret.runtime.advance(1_100);
    expect(await recovered).toBe("session of v3");
    expect(server.tried).toEqual(["v1", "v2", "v3"]);
  });

  test("is followed from the version that the login has sent instead of the pending one", async () => {
    const server = new FakeServer("v4");
    const { secret, credential, recovery } = setUp(server);
    await credential.get();
    secret.put("v2", "AWSPENDING");
    const login = async (version: DatabaseCredential, onUse: (versionId: string) => void): Promise<string> => {
      if (version.versionId === "v2") {
        secret.put("v3");
        await readAgain(secret, credential);
        onUse("v3");
        secret.put("v4");
      }
      return server.login(version);
    };
    const recovered = recovery.logIn(login);
    await secret.runtime.advance(20);
    expect(await recovered).toBe("session of v4");
    expect(server.tried).toEqual(["v1", "v2", "v4"]);
  });
});
