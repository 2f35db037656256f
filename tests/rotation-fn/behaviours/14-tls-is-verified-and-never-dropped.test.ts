import { createCertificateAuthority } from "../../../local/mysql/certificates";
import { testMysql } from "../../support/mysql";
import { type MysqlRelay, type RelayOptions, startMysqlRelay } from "../../support/mysql-relay";
import { type AppSecret, type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("14. TLS is verified and never silently dropped", () => {
  let world: RotationWorld;
  let lenient: RotationWorld;
  let trusted: string;
  const relays: MysqlRelay[] = [];
  beforeAll(async () => {
    world = await rotationWorld({}, { trusted: () => trusted });
    lenient = await rotationWorld({ ALLOW_PLAINTEXT_DATABASE: "true" }, { trusted: () => trusted });
  });
  afterAll(async () => {
    await world.close();
    await lenient.close();
  });
  beforeEach(() => {
    trusted = testMysql().caPem;
  });
  afterEach(() => Promise.all(relays.splice(0).map((relay) => relay.close())));

  const relayWith = async (options?: RelayOptions): Promise<MysqlRelay> => {
    const relay = await startMysqlRelay(testMysql().port, options);
    relays.push(relay);
    return relay;
  };
  /** The step that logs in with the current password first, at the given port, by a function that trusts the given authority. */
  const changeAt = async (
    relay: MysqlRelay,
    ca: string,
    in_: RotationWorld,
    members: object = {},
  ): Promise<unknown> => {
    trusted = testMysql().caPem;
    const secret: AppSecret = await in_.provisioned();
    const token = await secret.begin();
    await secret.put({ ...(await secret.value()), port: relay.port, ...members });
    await secret.step("createSecret", token);
    trusted = ca;
    relay.connections();
    return secret.step("setSecret", token).catch((error: unknown) => error);
  };

  it("logs in over TLS, checked: the relay with the right name and a trusted authority is taken for the server", async () => {
    const relay = await relayWith();
    expect(await changeAt(relay, relay.caPem, world)).toMatchObject({ result: "done" });
    expect([relay.connections(), relay.beginnings()]).toEqual([2, ["tls", "tls"]]);
  });

  it.each([
    ["an authority that it does not trust", {}, "other", "tls_untrusted"],
    ["a certificate for another name", { hosts: ["db.other.example"] }, "own", "tls_wrong_name"],
    ["a certificate without any name, as mysqld makes for itself", { hosts: [] }, "own", "tls_wrong_name"],
    ["a certificate that has expired", { validDays: -1 }, "own", "tls_untrusted"],
    ["a server, or somebody in between, that denies TLS", { deniesTls: true }, "own", "tls_unavailable"],
  ])(
    "fails closed at %s: one connection, no login in the clear, the password not sent",
    async (_, options, ca, code) => {
      const relay = await relayWith(options);
      const authority = ca === "own" ? relay.caPem : createCertificateAuthority("Another authority", 1).certificatePem;
      for (const in_ of [world, lenient]) {
        expect(await changeAt(relay, authority, in_)).toMatchObject({ code, effect: "none" });
        expect(relay.connections()).toBe(1);
        expect(relay.beginnings()).toEqual(code === "tls_unavailable" ? [] : ["tls"]);
        expect(relay.statements()).toEqual([]);
        expect(relay.errors()).toEqual([]);
      }
    },
  );

  it.each([
    ["left out", {}],
    ["true", { ssl: true }],
    ['"true"', { ssl: "true" }],
  ])("uses TLS when ssl is %s, even where the function may do without", async (_, members) => {
    const relay = await relayWith();
    await changeAt(relay, relay.caPem, lenient, members);
    expect(relay.beginnings()).toEqual(["tls", "tls"]);
  });

  it.each([{ ssl: false }, { ssl: "false" }])(
    "refuses %j before anything is stored or connected to, unless the function allows it",
    async (members) => {
      const relay = await relayWith();
      const refused = changeAt(relay, relay.caPem, world, members);
      await expect(refused).rejects.toMatchObject({
        code: "bad_secret_value",
        message: expect.stringContaining("without TLS"),
      });
      expect(relay.connections()).toBe(0);
    },
  );

  it("does without TLS only where secret and function both say so, and does not try TLS instead", async () => {
    const relay = await relayWith();
    // The account asks for TLS, so the server refuses what it is given in the clear.
    expect(await changeAt(relay, relay.caPem, lenient, { ssl: false })).toMatchObject({
      code: expect.stringMatching(/^(login|database)_refused$/),
    });
    expect([relay.connections(), relay.beginnings()]).toEqual([1, ["plaintext"]]);
  });
});
