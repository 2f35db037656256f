import { RotationError } from "../../../rotation-fn/errors";
import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";
import { atServerOf, checkVersion, readCurrent, readPending } from "../../../rotation-fn/steps/rotation";
import { runStep } from "../../../rotation-fn/steps/run-step";
import { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { SECRET } from "../../support/memory/memory-world";
import { refusal, rotationInMemory, TOKEN } from "./rotation-in-memory";

const VALUE = '{"engine":"mysql","host":"db","username":"app","password":"of the app"}';

describe("the labels of a version before a step", () => {
  const described = (labels: readonly string[] | undefined, rotationEnabled?: boolean) =>
    ({
      name: "shop",
      rotationEnabled,
      labels: new Map(labels === undefined ? [] : [[TOKEN, labels]]),
    }) as unknown as SecretDescription;

  it("a pending version is worked on, one that is current already is not, whatever else they carry", () => {
    expect(checkVersion(described(["AWSPENDING"]), TOKEN)).toBe("pending");
    expect(checkVersion(described(["mine", "AWSPENDING"], true), TOKEN)).toBe("pending");
    expect(checkVersion(described(["AWSPENDING", "AWSCURRENT"], true), TOKEN)).toBe("already-current");
    expect(checkVersion(described(["AWSCURRENT"]), TOKEN)).toBe("already-current");
  });

  it("refuses a secret whose rotation is switched off, before it looks at the version", () => {
    expect(() => checkVersion(described(undefined, false), TOKEN)).toThrow(
      expect.objectContaining({
        code: "rotation_not_enabled",
        message:
          "rotation is switched off for the secret shop; what to do: switch it on (RotateSecret with a schedule), or stop calling the function for it",
      }),
    );
  });

  it("refuses a version that the secret does not know, and quotes at most 64 characters of its id", () => {
    const token = "x".repeat(65);
    expect(() => checkVersion(described(undefined), token)).toThrow(
      expect.objectContaining({
        code: "version_not_staged",
        message:
          `the secret shop has no labelled version ${"x".repeat(64)}; allowed: the ClientRequestToken of a rotation that ` +
          "Secrets Manager has started; what to do: start a rotation (RotateSecret) instead of calling the function by hand",
      }),
    );
  });

  it("refuses a version that is not pending, and says what it is", () => {
    const problem = `the version ${TOKEN} of the secret shop is not the pending one`;
    const rest =
      "allowed: AWSPENDING; what to do: nothing, when the rotation was cancelled; otherwise start a new one (RotateSecret)";
    expect(() => checkVersion(described(["AWSPREVIOUS", "mine"]), TOKEN)).toThrow(
      expect.objectContaining({
        code: "version_not_pending",
        message: `${problem}; found: AWSPREVIOUS, mine; ${rest}`,
      }),
    );
    expect(() => checkVersion(described([]), TOKEN)).toThrow(`${problem}; found: no label; ${rest}`);
  });

  it("a step for a version that is current already does nothing, and says so", async () => {
    const { rotation } = await rotationInMemory();
    const secret = { ...(await rotation()).secret, labels: new Map([[TOKEN, ["AWSCURRENT"]]]) };
    const none = {} as SecretStore;
    await expect(runStep("createSecret", await rotation({ secret, secrets: none }))).resolves.toBe("already-current");
    await expect(runStep("createSecret", await rotation())).resolves.toBe("done");
  });
});

describe("reading the pending value", () => {
  const notThere = () => new RotationError("version_not_found", { problem: "not there yet", remedy: "wait" });
  const storeThat = (misses: number, error: () => Error = notThere) => {
    const read: unknown[] = [];
    const secrets = {
      read: async (...what: unknown[]) => {
        read.push(what);
        if (read.length <= misses) throw error();
        return VALUE;
      },
    } as unknown as SecretStore;
    return { secrets, read };
  };

  it("is one read of the version and its label, without a pause, where the value is there", async () => {
    const { rotation, sleptMs } = await rotationInMemory();
    const { secrets, read } = storeThat(0);
    expect(await readPending(await rotation({ secrets }))).toMatchObject({ username: "app" });
    expect(read).toEqual([[SECRET, { versionId: TOKEN, label: "AWSPENDING" }]]);
    expect(sleptMs).toEqual([]);
  });

  it("waits three seconds in all, in pauses that double, for a value that createSecret has just stored", async () => {
    const { rotation, sleptMs, lines } = await rotationInMemory();
    expect(await readPending(await rotation({ secrets: storeThat(4).secrets }))).toMatchObject({ username: "app" });
    expect(sleptMs).toEqual([200, 400, 800, 1_600]);
    expect(lines[0]).toEqual(["info", "pending-value-awaited", { secret: SECRET, token: TOKEN, pauseMs: 200 }]);
    expect(lines).toHaveLength(4);
  });

  it("gives up after that, and at once where Secrets Manager says anything else", async () => {
    const { rotation, sleptMs } = await rotationInMemory();
    expect((await refusal(readPending(await rotation({ secrets: storeThat(5).secrets })))).code).toBe(
      "version_not_found",
    );
    sleptMs.length = 0;
    const refused = () => new RotationError("secrets_manager_refused", { problem: "no", remedy: "look" });
    const { secrets, read } = storeThat(5, refused);
    expect((await refusal(readPending(await rotation({ secrets })))).code).toBe("secrets_manager_refused");
    expect([read.length, sleptMs]).toEqual([1, []]);
  });

  it("names the secret and the label of a value that cannot be used", async () => {
    const { rotation } = await rotationInMemory();
    const secrets = { read: async () => "{}" } as unknown as SecretStore;
    await expect(readPending(await rotation({ secrets }))).rejects.toThrow(
      `the value of ${SECRET} (AWSPENDING) cannot`,
    );
    await expect(readCurrent(await rotation({ secrets }))).rejects.toThrow(
      `the value of ${SECRET} (AWSCURRENT) cannot`,
    );
  });
});

describe("an error at the server of a value", () => {
  const value = { username: "app", host: "db", port: 3306, engine: "mysql" } as Parameters<typeof atServerOf>[0];
  const thrown = new RotationError("login_refused", { problem: "p", remedy: "r" });

  it("names the user and the server that it is about", async () => {
    const error = await refusal(atServerOf(value, () => Promise.reject(thrown)));
    expect(error).toMatchObject({ code: "login_refused", endpoint: value });
  });

  it("is left as it is where it is no error of the function's own, and a result is handed on", async () => {
    const foreign = new TypeError("a defect");
    await expect(atServerOf(value, () => Promise.reject(foreign))).rejects.toBe(foreign);
    await expect(atServerOf(value, async () => 7)).resolves.toBe(7);
  });
});

describe("what a process remembers of a version", () => {
  it("a test counts for five minutes, for that version of that secret", () => {
    const tested = new TestedVersions();
    tested.remember("arn", "v1", 1_000);
    expect(tested.isFresh("arn", "v1", 300_999)).toBe(true);
    expect(tested.isFresh("arn", "v1", 301_000)).toBe(false);
    expect(tested.isFresh("arn", "v2", 1_000)).toBe(false);
    expect(tested.isFresh("other", "v1", 1_000)).toBe(false);
  });

  it("a comparison counts as long as AWSCURRENT is the version that was compared", () => {
    const tested = new TestedVersions();
    tested.rememberCompared("arn", "v1", "current");
    expect(tested.wasComparedWith("arn", "v1", "current")).toBe(true);
    expect(tested.wasComparedWith("arn", "v1", "changed")).toBe(false);
    expect(tested.wasComparedWith("arn", "v2", "current")).toBe(false);
    tested.rememberCompared("arn", "v3", undefined);
    expect(tested.wasComparedWith("arn", "v3", undefined)).toBe(false);
  });

  it("a hundred versions are remembered; then it begins anew, and a process does not grow", () => {
    const tested = new TestedVersions();
    for (let one = 0; one < 100; one++) {
      tested.remember("arn", `v${one}`, 0);
      tested.rememberCompared("arn", `v${one}`, "current");
    }
    expect(tested.isFresh("arn", "v0", 0) && tested.wasComparedWith("arn", "v0", "current")).toBe(true);
    tested.remember("arn", "v100", 0);
    tested.rememberCompared("arn", "v100", "current");
    expect(tested.isFresh("arn", "v0", 0) || tested.wasComparedWith("arn", "v0", "current")).toBe(false);
    expect(tested.isFresh("arn", "v100", 0) && tested.wasComparedWith("arn", "v100", "current")).toBe(true);
  });
});
