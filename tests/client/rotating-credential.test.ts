import type { CredentialError } from "../../client/src/errors";
import { FakeSecret, passwordOf, serviceError } from "./support/fake-secret";

const MINUTE_MS = 60_000;

describe("get", () => {
  test("reads once however many callers ask", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    const all = await Promise.all(Array.from({ length: 50 }, () => credential.get()));
    expect(new Set(all).size).toBe(1);
    expect(all[0]?.password).toBe(passwordOf("v1"));
    expect(secret.reads).toEqual(["AWSCURRENT"]);
  });

  test("refreshes in the background between 70 and 90 percent of the age, and reads no more often under load", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    for (let second = 0; second < 3_600; second += 1) {
      await secret.runtime.advance(1_000);
      await credential.get();
    }
    // An hour in pauses of 240 s: 15 refreshes after the first read.
    expect(secret.reads).toHaveLength(16);
  });

  test("reads before it answers when the machine was suspended for longer than the age", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    secret.put("v9");
    secret.runtime.suspendedMs += 10 * 3_600_000;
    expect((await credential.get()).versionId).toBe("v9");
    expect(secret.reads).toHaveLength(2);
  });

  test.each([
    ["set back by a day, it still reads when the age is over", -86_400_000, 6 * MINUTE_MS, 2],
    ["set forth by a day, it reads once and not again and again", 86_400_000, 1_000, 2],
  ])("when the clock is %s", async (_, shiftMs, laterMs, reads) => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    secret.runtime.wallShiftMs += shiftMs;
    await credential.get();
    await secret.runtime.advance(laterMs);
    await credential.get();
    await credential.get();
    expect(secret.reads).toHaveLength(reads);
  });

  test("serves the last known credential while Secrets Manager is down, tells it, and recovers by itself", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    const stale: unknown[] = [];
    const errors: CredentialError[] = [];
    credential.on("stale", (event) => stale.push(event));
    credential.on("error", (error) => errors.push(error));
    await credential.get();
    secret.onRead = () => {
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    };
    await secret.runtime.advance(10 * MINUTE_MS);
    expect((await credential.get()).versionId).toBe("v1");
    expect(credential.status()).toMatchObject({ versionId: "v1", isStale: true, lastError: { code: "unreachable" } });
    expect(stale.length).toBeGreaterThan(2);
    expect(errors[0]?.code).toBe("unreachable");
    secret.onRead = () => undefined;
    secret.put("v2");
    await secret.runtime.advance(2 * MINUTE_MS);
    expect(credential.status()).toMatchObject({ versionId: "v2", isStale: false, lastError: undefined });
  });

  test("while Secrets Manager is down for the first two minutes, each call ends in bounded time, reads stay few, and it recovers by itself", async () => {
    const secret = new FakeSecret();
    secret.onRead = () => {
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    };
    const credential = secret.credential();
    const codes = new Set<string>();
    let longestMs = 0;
    for (let second = 0; second < 120; second += 1) {
      const askedAt = secret.runtime.monotonicMs();
      void credential.get().catch(({ code }: CredentialError) => {
        codes.add(code);
        longestMs = Math.max(longestMs, secret.runtime.monotonicMs() - askedAt);
      });
      await secret.runtime.advance(1_000);
    }
    expect([...codes]).toEqual(["unreachable"]);
    expect(longestMs).toBeLessThanOrEqual(10_000);
    // Seven rounds of 10 s with about 14 attempts each, and pauses of 0.75 s, 1.5 s, 3 s, 6 s, 12 s, 24 s between them.
    expect(secret.reads.length).toBeLessThanOrEqual(110);
    secret.onRead = () => undefined;
    await secret.runtime.advance(MINUTE_MS);
    expect((await credential.get()).versionId).toBe("v1");
  });

  test("pauses longer and longer while Secrets Manager is down, up to a minute", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    secret.onRead = () => {
      throw serviceError("AccessDeniedException", "not authorized");
    };
    await secret.runtime.advance(60 * MINUTE_MS);
    // Pauses of 0.75 s, 1.5 s, … 45 s: 78 reads in the 56 minutes after the first refresh, one attempt each.
    expect(secret.reads.length).toBeGreaterThan(60);
    expect(secret.reads.length).toBeLessThan(90);
  });

  test("stops serving the last known credential when it was not confirmed for maxStaleMs", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential({ maxStaleMs: 30 * MINUTE_MS });
    await credential.get();
    secret.onRead = () => {
      throw serviceError("InvalidRequestException", "the secret was marked for deletion");
    };
    await secret.runtime.advance(29 * MINUTE_MS);
    expect((await credential.get()).versionId).toBe("v1");
    await secret.runtime.advance(2 * MINUTE_MS);
    await expect(credential.get()).rejects.toMatchObject({ code: "deleted" });
  });

  test("waits for at most a second where it has a last known credential and the service answers late", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    secret.onRead = () => secret.runtime.sleep(5_000);
    secret.put("v2");
    secret.runtime.suspendedMs += 10 * MINUTE_MS;
    const first = credential.get();
    await secret.runtime.advance(1_000);
    expect((await first).versionId).toBe("v1");
    await secret.runtime.advance(4_000);
    expect((await credential.get()).versionId).toBe("v2");
  });

  test("waits for a first reply that comes after 5 seconds", async () => {
    const secret = new FakeSecret();
    secret.onRead = () => secret.runtime.sleep(5_000);
    const first = secret.credential().get();
    await secret.runtime.advance(5_000);
    expect((await first).versionId).toBe("v1");
    expect(secret.reads).toHaveLength(1);
  });

  test("retries throttled reads with back-off, and rejects with throttled when the time is over", async () => {
    const secret = new FakeSecret();
    let answers = 0;
    secret.onRead = () => {
      answers += 1;
      if (answers <= 3) throw serviceError("ThrottlingException", "Rate exceeded");
    };
    const first = secret.credential().get();
    await secret.runtime.advance(1_000);
    expect((await first).versionId).toBe("v1");
    expect(secret.reads).toHaveLength(4);

    secret.onRead = () => {
      throw serviceError("ThrottlingException", "Rate exceeded");
    };
    const other = secret.credential();
    const throttled = expect(other.get()).rejects.toMatchObject({ code: "throttled", isTransient: true });
    await secret.runtime.advance(10_000);
    await throttled;
    const reads = secret.reads.length;
    await expect(other.get()).rejects.toMatchObject({ code: "throttled" });
    expect(secret.reads).toHaveLength(reads);
  });

  test("rejects at once where a retry cannot help", async () => {
    const secret = new FakeSecret();
    secret.onRead = () => {
      throw serviceError("AccessDeniedException", "User is not authorized");
    };
    await expect(secret.credential().get()).rejects.toMatchObject({ code: "access_denied", isTransient: false });
    expect(secret.reads).toHaveLength(1);
  });

  test("keeps the last known credential when the value becomes invalid JSON", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    const errors: CredentialError[] = [];
    credential.on("error", (error) => errors.push(error));
    await credential.get();
    secret.values.set("AWSCURRENT", { versionId: "v2", text: `{"username":"shop","password":"${passwordOf("v2")}` });
    await secret.runtime.advance(5 * MINUTE_MS);
    expect((await credential.get()).versionId).toBe("v1");
    expect(errors[0]?.code).toBe("not_a_database_secret");
    expect(String(errors[0]?.stack)).not.toContain("pässword");
  });
});

describe("refresh", () => {
  test("reads once for one stale version, however many callers were refused", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    secret.put("v2");
    const all = await Promise.all(Array.from({ length: 50 }, () => credential.refresh({ staleVersion: "v1" })));
    expect(new Set(all.map(({ versionId }) => versionId))).toEqual(new Set(["v2"]));
    expect(await credential.refresh({ staleVersion: "v1" })).toMatchObject({ versionId: "v2" });
    expect(secret.reads).toHaveLength(2);
  });

  test("reads at most once a second for a version that stays the newest", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    for (let step = 0; step < 100; step += 1) {
      expect((await credential.refresh({ staleVersion: "v1" })).versionId).toBe("v1");
      await secret.runtime.advance(100);
    }
    expect(secret.reads).toHaveLength(1 + 10);
  });

  test("reads again where the read that was under way had begun before the refusal", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    const late = secret.client.send;
    let isHeld = true;
    secret.client.send = async (command) => {
      const answer = await late(command);
      if (isHeld) await secret.runtime.sleep(500);
      return answer;
    };
    await secret.runtime.advance(4 * MINUTE_MS); // the background refresh has read v1, and its reply is on the way
    isHeld = false;
    secret.put("v2");
    const refreshed = credential.refresh({ staleVersion: "v1" });
    await secret.runtime.advance(500);
    expect((await refreshed).versionId).toBe("v2");
  });
});
