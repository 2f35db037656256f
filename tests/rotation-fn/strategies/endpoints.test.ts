import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { refuseSharedEndpoint, warnOfProxy } from "../../../rotation-fn/strategies/endpoints";

const MAX_MS = 500;
const PROXY = "shop.proxy-abc123.eu-west-1.rds.amazonaws.com";
const READER = "shop.cluster-ro-abc123.eu-west-1.rds.amazonaws.com";
const LONG = "a".repeat(63);

const valueWith = (members: object) =>
  parseSecretValue(JSON.stringify({ engine: "mysql", host: "db", username: "app", password: "x", ...members }), "shop");

/** What is said of a value, by a strategy. */
function warnings(members: object, strategy = "alternating-users"): unknown[] {
  const said: unknown[] = [];
  const context = { log: { warn: (...one: unknown[]) => void said.push(one) }, secret: { name: "shop" } };
  warnOfProxy(valueWith(members), { name: strategy } as never, context as never);
  return said;
}

describe("the search for an RDS Proxy", () => {
  it("takes no time for a secret of 60 kB, in which a name never ends", () => {
    const startedAt = performance.now();
    expect(warnings({ note: "x".repeat(60_000) })).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
  });

  it("warns of one anywhere in the value, at each rotation of a pair", () => {
    expect(warnings({ proxyHost: PROXY })).toEqual([
      [
        "alternating-users-behind-proxy",
        {
          secret: "shop",
          proxy: PROXY,
          why: "RDS Proxy knows the user in AWSCURRENT only: clients with the one before are refused as soon as the rotation ends",
          hint: "tag the secret rotation:strategy=admin-rotated: one user, whose replaced password keeps working",
        },
      ],
    ]);
    expect(warnings({ proxyHost: PROXY }, "admin-rotated")).toEqual([]);
    expect(warnings({ proxyHost: READER })).toEqual([]);
  });

  it.each([
    [`mysql://app@${PROXY}:3306/shop`, PROXY],
    [`x1.y-2.${PROXY}`, `x1.y-2.${PROXY}`],
    [`a.proxy-${LONG}.${LONG}.rds.amazonaws.com`, `a.proxy-${LONG}.${LONG}.rds.amazonaws.com`],
  ])("names the whole address in %s", (url, proxy) => {
    expect(warnings({ url })).toMatchObject([[expect.anything(), { proxy }]]);
  });
});

describe("the secret's host", () => {
  it.each([PROXY, "SHOP-1.proxy-abc.us-east-1.rds.amazonaws.com.", PROXY.toUpperCase()])(
    "is refused as a proxy's, however its name is written: %s",
    (host) => expect(() => refuseSharedEndpoint(valueWith({ host }))).toThrow('"host" of the secret is an RDS Proxy'),
  );

  it.each([READER, READER.toUpperCase(), "shop.cluster-ro-x.a-b.rds.amazonaws.com"])(
    "is refused as a reader endpoint: %s",
    (host) =>
      expect(() => refuseSharedEndpoint(valueWith({ host }))).toThrow('"host" of the secret is a reader endpoint'),
  );

  it.each([
    ...["shop.abc123.eu-west-1.rds.amazonaws.com", "shop.cluster-abc123.eu-west-1.rds.amazonaws.com"],
    ...["proxy-abc123.eu-west-1.rds.amazonaws.com", "shop.proxy-.eu-west-1.rds.amazonaws.com"],
    ...["shop.proxy-abc123..rds.amazonaws.com", "shop.proxy-a.b.c.rds.amazonaws.com"],
    ...["shop.proxy-a.b.rdsxamazonaws.com", "shop.proxy-a.b.rds.amazonawsxcom", "shop.proxy-a.bxrds.amazonaws.com"],
    ...["shopxproxy-a.b.rds.amazonaws.com", `shop.proxy-${LONG}a.b.rds.amazonaws.com`],
    ...[`shop.proxy-a.${LONG}b.rds.amazonaws.com`, "shop.cluster-ro-.b.rds.amazonaws.com"],
    ...["shop.cluster-ro-a..rds.amazonaws.com", "shop.cluster-ro-a.b.rdsxamazonaws.com"],
    ...["shop.cluster-ro-a.b.rds.amazonawsxcom", "shopxcluster-ro-a.b.rds.amazonaws.com"],
    ...["shop.cluster-ro-axb.rds.amazonaws.com", "shop.cluster-ro-a.bxrds.amazonaws.com"],
  ])("is one server's: %s", (host) => {
    expect(() => refuseSharedEndpoint(valueWith({ host }))).not.toThrow();
  });

  it("and its writer are refused with what to do instead", () => {
    expect(() => refuseSharedEndpoint(valueWith({ writerHost: PROXY }))).toThrow(
      expect.objectContaining({
        code: "bad_secret_value",
        parts: {
          problem: '"writerHost" of the secret is an RDS Proxy, which knows no password before it is AWSCURRENT',
          found: `"${PROXY}"`,
          allowed: "the endpoint of the database itself",
          remedy:
            'let "host" be the database\'s endpoint, and give applications the proxy\'s address in a key of your own, say "proxyHost"; behind a proxy use admin-rotated or single-user; nothing was changed',
        },
      }),
    );
    expect(() => refuseSharedEndpoint(valueWith({ writerHost: READER }))).toThrow(
      expect.objectContaining({
        code: "bad_secret_value",
        parts: {
          problem:
            '"writerHost" of the secret is a reader endpoint: several servers, each as far behind as it happens to be',
          found: `"${READER}"`,
          allowed:
            'the cluster\'s writer endpoint; for RDS for MySQL also one read replica, with "writerHost" beside it',
          remedy:
            'let "host" be the writer endpoint (the same name without "-ro"), and give readers their address in a key of your own, say "readerHost"; nothing was changed',
        },
      }),
    );
  });
});
