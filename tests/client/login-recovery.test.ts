import type { DatabaseCredential } from "../../client/src";
import { isRefusedLogin } from "../../client/src/refused-login";
import { refusal } from "./support/fake-secret";
import { FakeServer, setUp } from "./support/fake-server";

test("logs in with the current credential, and reads nothing more", async () => {
  const server = new FakeServer("v1");
  const { secret, logIn } = setUp(server);
  expect(await logIn()).toBe("session of v1");
  expect(secret.reads).toHaveLength(1);
});

test("50 callers that are refused together read once and log in once more each, spread by the jitter", async () => {
  const server = new FakeServer("v2");
  const { secret, credential, logIn } = setUp(server);
  await credential.get();
  secret.put("v2");
  let drawn = 0;
  secret.runtime.random = () => (drawn++ % 50) / 50;
  const all = Promise.all(Array.from({ length: 50 }, logIn));
  await secret.runtime.advance(125);
  const half = server.tried.filter((version) => version === "v2").length;
  expect(half).toBeGreaterThan(20);
  expect(half).toBeLessThan(30);
  await secret.runtime.advance(125);
  expect(new Set(await all)).toEqual(new Set(["session of v2"]));
  expect(server.tried).toHaveLength(100);
  expect(secret.reads).toHaveLength(2);
});

test.each([
  ["AWSPENDING", "during a rotation that changes the password before the label moves"],
  ["AWSPREVIOUS", "when AWSCURRENT was moved to a version that the database does not know"],
])("tries %s once when MySQL refuses what is newest: %s", async (label) => {
  const server = new FakeServer("other");
  const { secret, credential, logIn } = setUp(server);
  const seen: unknown[] = [];
  credential.on("refreshed", ({ versionId, label }) => seen.push(`${versionId} ${label}`));
  secret.put("other", label);
  expect(await logIn()).toBe("session of other");
  expect(seen).toEqual(["v1 AWSCURRENT", `other ${label}`]);
  expect(credential.status()).toMatchObject({ versionId: "other", label });
  // The next refresh reads v1 again, which MySQL refused: what works is kept.
  await secret.runtime.advance(5 * 60_000);
  expect(await logIn()).toBe("session of other");
  secret.put("v3");
  server.accepts.add("v3");
  await secret.runtime.advance(5 * 60_000);
  expect(await logIn()).toBe("session of v3");
  expect(server.tried).toEqual(["v1", "other", "other", "v3"]);
});

test("finds the new version when the rotation ends between the reads of AWSCURRENT and AWSPENDING", async () => {
  const server = new FakeServer("v2");
  const { secret, credential, logIn } = setUp(server);
  await credential.get();
  secret.onRead = () => {
    if (secret.reads.at(-1) !== "AWSPENDING") return;
    secret.put("v2");
    secret.put("v1", "AWSPREVIOUS");
  };
  expect(await logIn()).toBe("session of v2");
  expect(server.tried).toEqual(["v1", "v2"]);
  expect(secret.reads).toEqual(["AWSCURRENT", "AWSCURRENT", "AWSPENDING", "AWSPREVIOUS", "AWSCURRENT"]);
  expect(credential.status()).toMatchObject({ versionId: "v2", label: "AWSCURRENT" });
});

test("keeps an AWSCURRENT that was read during the login with another label", async () => {
  const server = new FakeServer("v2", "v3");
  const { secret, credential, recovery } = setUp(server);
  await credential.get();
  secret.put("v2", "AWSPENDING");
  const login = async (version: DatabaseCredential): Promise<string> => {
    if (version.versionId === "v2") {
      secret.put("v3");
      await secret.runtime.advance(5 * 60_000); // the background refresh
    }
    return server.login(version);
  };
  expect(await recovery.logIn(login)).toBe("session of v2");
  expect(credential.status()).toMatchObject({ versionId: "v3", label: "AWSCURRENT" });
});

test("a login that waited for another label goes on with a newer version where that label is refused by then", async () => {
  const server = new FakeServer("v2");
  const { secret, credential, recovery } = setUp(server);
  await credential.get();
  secret.put("v2", "AWSPENDING");
  const login = async (version: DatabaseCredential): Promise<string> => {
    const session = await server.login(version);
    secret.put("v3");
    server.accepts.delete("v2");
    server.accepts.add("v3");
    return session;
  };
  const both = Promise.all([recovery.logIn(login), recovery.logIn(login)]);
  await secret.runtime.advance(20);
  expect(await both).toEqual(["session of v2", "session of v3"]);
  expect(server.tried).toEqual(["v1", "v1", "v2", "v2", "v3"]);
});

test("tries no other label where that is switched off", async () => {
  const server = new FakeServer("other");
  const { secret, logIn } = setUp(server, { tryOtherLabels: false });
  secret.put("other", "AWSPENDING");
  await expect(logIn()).rejects.toMatchObject({ code: "login_refused" });
  expect(server.tried).toEqual(["v1"]);
});

test("a refusal that nothing cures: few logins, at most one read of AWSCURRENT a second, a clear error, and a cure is found", async () => {
  const server = new FakeServer();
  const { secret, logIn } = setUp(server);
  secret.put("v0", "AWSPREVIOUS");
  const errors = new Set<string>();
  for (let step = 0; step < 600; step += 1) {
    await logIn().catch((error: { code: string; errno: number }) => errors.add(`${error.code} ${error.errno}`));
    await secret.runtime.advance(100);
  }
  expect([...errors]).toEqual(["login_refused 1045"]);
  // In a minute: pauses of 0.75 s, 1.5 s, 3 s, 6 s, 12 s, 22.5 s, 22.5 s; AWSPREVIOUS was tried once.
  expect(server.tried.length).toBeLessThanOrEqual(9);
  expect(server.tried.filter((version) => version === "v0")).toHaveLength(1);
  expect(secret.reads.filter((label) => label === "AWSCURRENT").length).toBeLessThanOrEqual(62);
  secret.put("v2");
  server.accepts.add("v2");
  await secret.runtime.advance(1_000);
  expect(await logIn()).toBe("session of v2");
});

test("logins that are refused one after the other in one round read the other labels once", async () => {
  const server = new FakeServer();
  const { secret, credential, recovery } = setUp(server);
  await credential.get();
  for (let login = 0; login < 5; login += 1) {
    await expect(recovery.recover("v1", refusal(), server.login)).rejects.toMatchObject({ code: "login_refused" });
  }
  expect(secret.reads).toEqual(["AWSCURRENT", "AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"]);
});

test("a clock that is set back does not make the pause after a refusal longer", async () => {
  const server = new FakeServer();
  const { secret, logIn } = setUp(server);
  await expect(logIn()).rejects.toMatchObject({ code: "login_refused" });
  secret.runtime.wallShiftMs -= 86_400_000;
  server.accepts.add("v1");
  await secret.runtime.advance(1_000);
  expect(await logIn()).toBe("session of v1");
});

test("the error says who was refused, with which version, and what to do", async () => {
  const { logIn } = setUp(new FakeServer());
  const error = await logIn().catch((caught: Error) => caught);
  expect(String(error)).toMatch(
    /^CredentialError: MySQL refuses the login with secret shop; found: user shop, version v1, .*; what to do: /,
  );
  expect(String(error)).not.toContain("pässword");
  expect(error).toMatchObject({ code: "login_refused", errno: 1045, cause: { code: "ER_ACCESS_DENIED_ERROR" } });
});

test("names both when MySQL refuses and Secrets Manager does not answer", async () => {
  const server = new FakeServer("v1");
  const { secret, logIn } = setUp(server);
  await logIn();
  server.accepts.clear();
  secret.onRead = () => {
    throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  };
  const refused = expect(logIn()).rejects.toThrow(/MySQL refuses .* reading the secret again failed .*ECONNREFUSED/);
  await secret.runtime.advance(10_000);
  await refused;
});

test.each([
  [1045, true],
  [1396, true],
  [1698, true],
  [1862, true],
  [3118, true],
  [3955, true],
  [4151, true],
  [1040, false],
  [1044, false],
  [1049, false],
  [1129, false],
  [3159, false],
])("MySQL's error %i is a refused login: %s", (errno, expected) => {
  expect(isRefusedLogin({ errno })).toBe(expected);
  expect(isRefusedLogin(new Error("Access denied"))).toBe(false);
});

test("an error that is no refusal goes to the caller as it is, and nothing is read again", async () => {
  const { secret, credential, recovery } = setUp(new FakeServer());
  await credential.get();
  secret.put("v2");
  const full = refusal(1040, "ER_CON_COUNT_ERROR");
  const login = () => Promise.reject(full);
  const failed = expect(recovery.recover("v1", refusal(), login)).rejects.toBe(full);
  await secret.runtime.advance(5);
  await failed;
  expect(secret.reads).toHaveLength(2);
});
