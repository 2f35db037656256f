import type { DatabaseCredential } from "../../client/src";
import { refusal } from "./support/fake-secret";
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
