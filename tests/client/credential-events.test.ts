import { FakeSecret, serviceError } from "./support/fake-secret";
import { settle } from "./support/manual-runtime";

const MINUTE_MS = 60_000;

describe("events and the end", () => {
  test("tells each new version once, with the one before", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    const seen: unknown[] = [];
    credential.on("refreshed", (event) => seen.push(event));
    await credential.get();
    await secret.runtime.advance(5 * MINUTE_MS);
    secret.put("v2");
    await secret.runtime.advance(5 * MINUTE_MS);
    const common = { username: "shop", label: "AWSCURRENT" };
    expect(seen).toEqual([
      { versionId: "v1", previousVersionId: undefined, ...common },
      { versionId: "v2", previousVersionId: "v1", ...common },
    ]);
  });

  test("does not throw an error that nobody listens to", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    await credential.get();
    secret.onRead = () => {
      throw serviceError("AccessDeniedException", "no");
    };
    await secret.runtime.advance(5 * MINUTE_MS);
    expect(credential.status().lastError?.code).toBe("access_denied");
  });

  test("close ends the timer and a read that is under way", async () => {
    const secret = new FakeSecret();
    const credential = secret.credential();
    secret.onRead = () => new Promise(() => undefined);
    const reading = expect(credential.get()).rejects.toMatchObject({ code: "closed" });
    await settle();
    credential.close();
    await reading;
    expect(secret.runtime.pending).toBe(0);
    await expect(credential.get()).rejects.toMatchObject({ code: "closed" });
    await expect(credential.refresh({ staleVersion: "v1" })).rejects.toMatchObject({ code: "closed" });
    credential.close();
  });
});

test("refuses options that cannot work, with what is allowed", () => {
  const secret = new FakeSecret();
  expect(() => secret.credential({ secretId: " " })).toThrow(/option secretId .* found: an empty text/);
  expect(() => secret.credential({ maxAgeMs: 5 })).toThrow(/maxAgeMs .* a number from 1000 to 86400000/);
  expect(() => secret.credential({ maxStaleMs: 1_000 })).toThrow(/maxStaleMs/);
  expect(() => secret.credential({ readTimeoutMs: Number.NaN })).toThrow(/readTimeoutMs/);
});
