import { type ProvisionedValue, storeFirstValue, valueToProvision } from "../../../rotation-fn/actions/first-value";
import { RotationError } from "../../../rotation-fn/errors";
import type { ProvisionEvent } from "../../../rotation-fn/event";
import type {
  NewVersion,
  SecretDescription,
  SecretStore,
  VersionSelector,
} from "../../../rotation-fn/ports/secret-store";
import { readSettings } from "../../../rotation-fn/settings";

const MASTERARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:admin-AbCdEf";
const EVENT = {
  ...{ action: "provision", secretId: "app", adminSecretId: MASTERARN, host: "db.test", port: 3306 },
  ...{ dbname: "shop", username: "shop", userHost: "%", privileges: ["SELECT"] },
} as ProvisionEvent;
const STORED = {
  ...{ engine: "mysql", host: "db.test", port: 3306, username: "shop", password: "p-stored" },
  ...{ dbname: "shop", masterarn: MASTERARN },
};
const CURRENT: SecretDescription["labels"] = new Map([["v1", ["AWSCURRENT"]]]);
const secretWith = (labels: SecretDescription["labels"]) =>
  ({ arn: "arn", name: "app", tags: new Map(), labels }) as unknown as SecretDescription;
const OLD = { host: "old.test", port: 3306 };

function planned(event: Partial<ProvisionEvent>, labels = CURRENT, stored: object = STORED): Promise<ProvisionedValue> {
  const secrets = { read: async () => JSON.stringify({ ...STORED, ...stored }) } as unknown as SecretStore;
  return valueToProvision({ ...EVENT, ...event }, secretWith(labels), secrets, readSettings({}));
}

describe("the value that a user is brought to", () => {
  it("is the current one, in whatever case its host is written", async () => {
    const { value, ...plan } = await planned({ host: "DB.test." });
    expect(plan).toMatchObject({ versionId: "v1", origin: "current", readFrom: "v1" });
    expect(value.password).toBe("p-stored");
  });

  it("is the one that an interrupted call has stored", async () => {
    const labels = new Map([["v0", ["AWSPENDING"]]]);
    expect(await planned({}, labels)).toMatchObject({ versionId: "v0", origin: "resumed", readFrom: undefined });
  });

  it.each([undefined, "mariadb"] as const)("is made where there is none, for the engine %s", async (engine) => {
    const { value, versionId, origin } = await planned(engine === undefined ? {} : { engine }, new Map());
    expect({ versionId, origin }).toEqual({
      versionId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      origin: "made",
    });
    expect(JSON.parse(value.text)).toEqual({ ...STORED, engine: engine ?? "mysql", password: expect.any(String) });
    expect((await planned({}, new Map())).versionId).toBe(versionId);
  });

  it.each([
    ["Terraform", { tf: { action: "update", prev_input: OLD } }],
    ["track-app-users", { tracked: { addresses: [{ host: "db.test", port: 3306 }, OLD] } }],
  ])("moves with the database where %s tells its old address", async (_, members) => {
    const { value, origin, readFrom } = await planned(members as Partial<ProvisionEvent>, CURRENT, OLD);
    expect({ origin, readFrom, host: value.host, password: value.password }).toEqual({
      ...{ origin: "moved", readFrom: "v1", host: "db.test", password: "p-stored" },
    });
  });

  it("is refused for another host, port, database or user, and each is named", async () => {
    const refusal = (stored: object) => planned({}, CURRENT, stored);
    await expect(refusal({ host: "other.test" })).rejects.toThrow('found: "other.test" and "db.test"');
    await expect(refusal({ port: 3307 })).rejects.toThrow(
      "the secret app and the environment name different ports; found: 3307 and 3306; allowed: the same port in both; " +
        'what to do: correct "port" in the secret; nothing was changed',
    );
    await expect(refusal({ dbname: undefined, username: "other" })).rejects.toThrow(
      "the secret app has a value for something else than the environment asks for; " +
        `found: database "" and "shop"; user 'other' and 'shop'; allowed: the same database and user in both; ` +
        "what to do: give the new user a secret of its own, or correct the environment; nothing was changed",
    );
  });

  it.each([
    ["another host", [{ host: "elsewhere.test", port: 3306 }]],
    ["another port", [{ host: "other.test", port: 3307 }]],
    ["no host", [{ port: 3306 }]],
  ])("does not move where the database was known at %s", async (_, addresses) => {
    const tracked = { addresses } as unknown as NonNullable<ProvisionEvent["tracked"]>;
    await expect(planned({ tracked }, CURRENT, { host: "other.test" })).rejects.toMatchObject({
      code: "host_mismatch",
    });
  });

  it("is named by its version where it cannot be used", async () => {
    await expect(planned({}, CURRENT, { password: "" })).rejects.toThrow(
      "the value of app (version v1) cannot be used",
    );
    await expect(planned({ username: "" }, new Map())).rejects.toThrow("the value of app (first value) cannot be used");
    const moved = { host: "not a host", tf: { action: "update", prev_input: OLD } } as const;
    await expect(planned(moved, CURRENT, OLD)).rejects.toThrow("the value of app (at its new address) cannot be used");
  });

  it("does not move during a rotation", async () => {
    const labels = new Map([...CURRENT, ["v2", ["AWSPENDING"]] as const]);
    const tracked = { addresses: [OLD] } as unknown as NonNullable<ProvisionEvent["tracked"]>;
    await expect(planned({ tracked }, labels, OLD)).rejects.toThrow(
      "found: the pending version v2, for old.test:3306; allowed: no pending version; " +
        "what to do: apply again when it is done; if the old database is gone, cancel it: aws secretsmanager update-secret-version-stage " +
        "--secret-id app --version-stage AWSPENDING --remove-from-version-id v2; nothing was changed",
    );
  });
});

describe("a first value", () => {
  async function stored(code: "version_already_exists" | "secrets_manager_refused" | undefined, found: object = {}) {
    const made = await planned({}, new Map());
    const versions: NewVersion[] = [];
    const reads: VersionSelector[] = [];
    const secrets = {
      store: async (version: NewVersion) => {
        versions.push(version);
        if (code !== undefined) throw new RotationError(code, { problem: "it was refused", remedy: "look" });
      },
      read: async (_: string, selector: VersionSelector) => {
        reads.push(selector);
        return JSON.stringify({ ...STORED, ...found });
      },
    } as unknown as SecretStore;
    return { made, versions, reads, result: await storeFirstValue(made, EVENT, secrets) };
  }

  it("is stored as pending before anything else is done", async () => {
    const { made, versions, result } = await stored(undefined);
    expect(result).toBe(made);
    const { versionId, value } = made;
    expect(versions).toEqual([{ secretId: "arn", versionId, value: value.text, label: "AWSPENDING" }]);
  });

  it("gives way to the one that another call has stored", async () => {
    const { made, reads, result } = await stored("version_already_exists");
    expect(result).toMatchObject({ versionId: made.versionId, origin: "resumed", value: { password: "p-stored" } });
    expect(reads).toEqual([{ versionId: made.versionId }]);
    await expect(stored("version_already_exists", { dbname: "other" })).rejects.toThrow('database "other" and "shop"');
  });

  it("is named by its version where another call has stored what cannot be used", async () => {
    await expect(stored("version_already_exists", { password: "" })).rejects.toThrow(
      /^the value of app \(version [0-9a-f-]{36}\) cannot be used/,
    );
  });

  it("is not used where it cannot be stored", async () => {
    await expect(stored("secrets_manager_refused")).rejects.toThrow("it was refused");
  });
});
