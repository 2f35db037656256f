import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import { type AdminSecretValue, parseSecretValue } from "../../../rotation-fn/secret-value";
import {
  awaitReader,
  refuseReader,
  requireReader,
  requireReplica,
  valueAtWriter,
  type Writer,
  writerInValue,
  writerOf,
} from "../../../rotation-fn/strategies/writer";

const valueWith = (members: object) =>
  parseSecretValue(
    JSON.stringify({ engine: "mysql", host: "reader.test", username: "app", password: "p", port: 3307, ...members }),
    "shop",
  );
const admin = (members: Partial<AdminSecretValue> = {}): AdminSecretValue => ({
  ...{ username: "dba", password: "p", host: undefined, port: undefined },
  ...members,
});
const writer: Writer = { host: "writer.test", port: 3306, namedBy: "its admin secret" };
const session = (replication: object) => ({ replication }) as DatabaseSession;

describe("the writer", () => {
  it("is the host itself where nobody names another", () => {
    expect(writerOf(valueWith({}), admin())).toBeUndefined();
    expect(writerOf(valueWith({}), admin({ host: "READER.test." }))).toBeUndefined();
    for (const members of [{}, { writerHost: "reader.test" }, { writerHost: "READER.TEST.", writerPort: 3307 }])
      expect(writerInValue(valueWith(members))).toBeUndefined();
  });

  it("is named by the value, with its port or the reader's", () => {
    expect(writerOf(valueWith({ writerHost: "writer.test" }), admin())).toEqual({
      ...{ host: "writer.test", port: 3307, namedBy: '"writerHost"' },
    });
    expect(writerInValue(valueWith({ writerHost: "writer.test", writerPort: 3308 }))).toMatchObject({ port: 3308 });
    expect(writerInValue(valueWith({ writerHost: "reader.test", writerPort: 3308 }))).toMatchObject({
      ...{ host: "reader.test", port: 3308 },
    });
  });

  it("is named by the admin secret, with its port or the reader's", () => {
    expect(writerOf(valueWith({}), admin({ host: "writer.test" }))).toEqual({
      ...{ host: "writer.test", port: 3307, namedBy: "its admin secret" },
    });
    expect(writerOf(valueWith({}), admin({ host: "writer.test", port: 3308 }))).toMatchObject({ port: 3308 });
  });

  it("is one where both name it", () => {
    const value = valueWith({ writerHost: "writer.test" });
    expect(writerOf(value, admin({ host: "WRITER.test", port: 3399 }))).toMatchObject({ namedBy: '"writerHost"' });
    expect(() => writerOf(value, admin({ host: "other.test" }))).toThrow(
      expect.objectContaining({
        code: "host_mismatch",
        parts: {
          problem: "the secret and its admin secret name different writers",
          found: '"writer.test" and "other.test"',
          allowed: "the same host in both",
          remedy: 'correct "writerHost" in the secret; admin rights are only ever used on the host of the admin secret',
        },
      }),
    );
  });

  it("gets the value's credential", () => {
    const value = valueWith({});
    expect(valueAtWriter(undefined, value)).toBe(value);
    expect(valueAtWriter(writer, value)).toEqual({ ...value, host: "writer.test", port: 3306 });
  });
});

describe("a reader", () => {
  it("is refused where the strategy cannot use one, and a writer is not", () => {
    expect(() => refuseReader(valueWith({}), "a user cannot")).not.toThrow();
    expect(() => refuseReader(valueWith({ writerHost: "writer.test" }), "a user cannot")).toThrow(
      expect.objectContaining({
        code: "bad_secret_value",
        parts: {
          problem: 'the secret names a reader in "host" and its writer beside it, and a user cannot',
          found: '"host" reader.test, "writerHost" writer.test',
          allowed: "a reader with alternating-users, or with admin-rotated while its current password works",
          remedy:
            'let "host" be the writer, and give readers a key of your own (PutSecretValue), or tag the secret rotation:strategy=admin-rotated; nothing was changed',
        },
      }),
    );
  });

  it("is a server that takes no changes itself", async () => {
    const self = { uuid: "u-1", readOnly: true };
    const asked = (readOnly: boolean) =>
      requireReader(session({ self: async () => ({ ...self, readOnly }) }), valueWith({}), writer);
    await expect(asked(true)).resolves.toEqual(self);
    await expect(asked(false)).rejects.toMatchObject({
      code: "host_mismatch",
      parts: {
        problem: "the secret and its admin secret name different hosts, and the secret's is no read replica",
        found: '"reader.test" and "writer.test", and the first takes changes itself (read_only is off)',
        allowed: "the same host in both, or a read replica in the secret",
        remedy: 'correct "host" in the secret, or its admin secret; nothing was changed',
      },
    });
  });

  it("follows the writer, as the writer says", async () => {
    const asked = (...replicas: string[]) =>
      requireReplica(
        session({ replicas: async () => replicas }),
        { uuid: "u-1", readOnly: true },
        valueWith({}),
        writer,
      );
    await expect(asked("u-2", "u-1")).resolves.toBeUndefined();
    await expect(asked("u-2", "u-3")).rejects.toMatchObject({
      code: "host_mismatch",
      parts: {
        problem: "reader.test:3307 does not follow writer.test:3306, which its admin secret names as its writer",
        found: "the reader is u-1, and following the writer: u-2, u-3",
        allowed: "a replica that is connected to the writer itself (SHOW REPLICAS there lists it)",
        remedy:
          'correct "host" or the writer\'s name; start the replication where it was stopped; for a reader of Aurora, or a replica of a replica, let "host" be the writer; nothing was changed',
      },
    });
    await expect(asked()).rejects.toThrow("found: the reader is u-1, and following the writer: none;");
  });

  it("is waited for up to 20 s, and named where it does not get there", async () => {
    const position = { file: "binlog.1", offset: 4 };
    const waited = (outcome: string) =>
      awaitReader(
        session({
          waitFor: async (...asked: unknown[]) => {
            expect(asked).toEqual([position, 20_000]);
            return outcome;
          },
        }),
        position,
        valueWith({}),
      );
    await expect(waited("applied")).resolves.toBeUndefined();
    const common = { effect: "applied", endpoint: { username: "app", host: "reader.test", port: 3307 } };
    await expect(waited("stopped")).rejects.toMatchObject({
      ...common,
      code: "replica_stopped",
      parts: {
        problem: "the reader reader.test:3307 does not have the new password yet, and applies nothing",
        found: "no running applier (SHOW REPLICA STATUS there says why)",
        remedy: "start its replication; the step is repeated and continues from here. AWSCURRENT works as before",
      },
    });
    await expect(waited("behind")).rejects.toMatchObject({
      ...common,
      code: "replica_behind",
      parts: {
        problem: "the reader reader.test:3307 does not have the new password yet",
        found: "it is behind the writer for longer than there was time to wait",
        allowed: "up to 20 s, or what the function's timeout leaves",
        remedy:
          "nothing while it catches up: the step is repeated and continues from here. AWSCURRENT works as before. Raise the function's timeout where it is shorter",
      },
    });
  });
});
