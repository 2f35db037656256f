import { assembleRotation } from "../../../local/rehearsal/assemble-rotation";
import type { Invocation } from "../../../local/rehearsal/recorded-invocations";
import type { SeenRotation } from "../../../local/rehearsal/rotate";

const TOKEN = "token-of-this-rotation";

const seen: SeenRotation = {
  number: 2,
  startMs: 100,
  endMs: 400,
  result: { status: "succeeded", versionId: TOKEN, steps: [] },
};

function invocation(step: string, token: string, more: Partial<Invocation> = {}): Invocation {
  const payload = { Step: step, SecretId: "arn", ClientRequestToken: token };
  return {
    payload,
    instance: "FUNCTION1",
    cold: false,
    startMs: 110,
    endMs: 150,
    apiCalls: 3,
    outcome: { ok: true },
    ...more,
  };
}

const logLine = (step: string, token: string, logins: number, failedLogins = 0) =>
  JSON.stringify({ level: "info", event: "step", step, secretId: "arn", token, outcome: "ok", logins, failedLogins });

describe("assembleRotation", () => {
  it("takes only what belongs to the rotation's own token", () => {
    const rotation = assembleRotation(
      seen,
      [],
      [invocation("createSecret", "another"), invocation("setSecret", TOKEN), invocation("createSecret", "another")],
      [logLine("setSecret", "another", 9), "not JSON", '{"event":"start"}', "null", logLine("setSecret", TOKEN, 2, 1)],
    );
    expect(rotation.steps).toEqual([
      {
        step: "setSecret",
        attempt: 1,
        instance: "FUNCTION1",
        cold: false,
        startMs: 110,
        durationMs: 40,
        outcome: { ok: true },
        apiCalls: 3,
        logins: 2,
        failedLogins: 1,
      },
    ]);
  });

  it("gives each attempt at a step its own log line, in order", () => {
    const failed = { outcome: { ok: false, reason: "RotationError:network_unreachable: no" } } as const;
    const { steps } = assembleRotation(
      seen,
      [],
      [invocation("setSecret", TOKEN, failed), invocation("createSecret", TOKEN), invocation("setSecret", TOKEN)],
      [logLine("setSecret", TOKEN, 1), logLine("createSecret", TOKEN, 0), logLine("setSecret", TOKEN, 2)],
    );
    expect(steps.map(({ step, attempt, logins, outcome }) => [step, attempt, logins, outcome.ok])).toEqual([
      ["setSecret", 1, 1, false],
      ["createSecret", 1, 0, true],
      ["setSecret", 2, 2, true],
    ]);
  });

  it("leaves out events that are no step", () => {
    const provisioning = invocation("", TOKEN, { payload: { action: "provision", ClientRequestToken: TOKEN } });
    expect(assembleRotation(seen, [], [provisioning], []).steps).toEqual([]);
  });

  it("names the users of the labels before and after, and the reason of a failure", () => {
    const failed: SeenRotation = {
      ...seen,
      result: { ...seen.result, status: "failed", reason: "setSecret failed: no" },
    };
    const labels = [
      { label: "AWSCURRENT", versionId: "one", username: "app", fromMs: 0, toMs: 300 },
      { label: "AWSCURRENT", versionId: TOKEN, username: "app_clone", fromMs: 300 },
    ] as const;
    expect(assembleRotation(failed, labels, [], [])).toMatchObject({
      outcome: { ok: false, reason: "setSecret failed: no" },
      before: { AWSCURRENT: "app" },
      after: { AWSCURRENT: "app_clone" },
    });
  });
});
