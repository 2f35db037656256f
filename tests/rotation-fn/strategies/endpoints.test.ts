import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { refuseSharedEndpoint, warnOfProxy } from "../../../rotation-fn/strategies/endpoints";

const MAX_MS = 500;

const valueWith = (members: object) =>
  parseSecretValue(JSON.stringify({ engine: "mysql", host: "db", username: "app", password: "x", ...members }), "shop");

describe("the search for an RDS Proxy", () => {
  it("takes no time for a secret of 60 kB, in which a name never ends", () => {
    const warned: string[] = [];
    const context = { log: { warn: (event: string) => void warned.push(event) }, secret: { name: "shop" } };
    const startedAt = performance.now();
    warnOfProxy(valueWith({ note: "x".repeat(60_000) }), { name: "alternating-users" } as never, context as never);
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
    expect(warned).toEqual([]);
  });

  it("refuses a proxy as host, however its name is written", () => {
    for (const host of [
      "shop.proxy-abc123.eu-west-1.rds.amazonaws.com",
      "SHOP-1.proxy-abc.us-east-1.rds.amazonaws.com.",
    ])
      expect(() => refuseSharedEndpoint(valueWith({ host }))).toThrow('"host" of the secret is an RDS Proxy');
    expect(() => refuseSharedEndpoint(valueWith({ host: "shop.abc123.eu-west-1.rds.amazonaws.com" }))).not.toThrow();
  });
});
