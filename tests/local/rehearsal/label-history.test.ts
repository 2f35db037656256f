import type { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ReadCredential } from "../../../local/load/credential-reader";
import { labelHistory } from "../../../local/rehearsal/label-history";

type Stages = Readonly<Record<string, readonly string[]>>;

const USERS: Readonly<Record<string, string>> = { one: "app", two: "app_clone", three: "app" };

/** A history over a service that is in these states, one after the other. */
function historyOf(...states: readonly Stages[]) {
  const remaining = [...states];
  const send = async (_: DescribeSecretCommand) => ({ VersionIdsToStages: remaining.shift() });
  const read: ReadCredential = async (versionId = "") => {
    const username = USERS[versionId];
    if (username === undefined) throw new Error("ResourceNotFoundException");
    return { versionId, username, host: "localhost", port: 3306, database: "shop", password: "not used" };
  };
  return labelHistory({ send } as unknown as SecretsManagerClient, "arn", read);
}

describe("labelHistory", () => {
  it("notes who carried which label from when to when through a rotation", async () => {
    const history = historyOf(
      { one: ["AWSCURRENT"] },
      { one: ["AWSCURRENT"], two: ["AWSPENDING"] },
      { one: ["AWSPREVIOUS"], two: ["AWSCURRENT"] },
    );
    for (const atMs of [0, 10, 20]) await history.observe(atMs);
    expect(history.spans()).toEqual([
      { label: "AWSCURRENT", versionId: "one", username: "app", fromMs: 0, toMs: 20 },
      { label: "AWSPENDING", versionId: "two", username: "app_clone", fromMs: 10, toMs: 20 },
      { label: "AWSPREVIOUS", versionId: "one", username: "app", fromMs: 20 },
      { label: "AWSCURRENT", versionId: "two", username: "app_clone", fromMs: 20 },
    ]);
  });

  it("lets a label move from one version to the next", async () => {
    const history = historyOf(
      { one: ["AWSPREVIOUS"], two: ["AWSCURRENT"] },
      { one: [], two: ["AWSPREVIOUS"], three: ["AWSCURRENT"] },
    );
    await history.observe(0);
    await history.observe(50);
    const previous = history.spans().filter((span) => span.label === "AWSPREVIOUS");
    expect(previous.map(({ versionId, fromMs, toMs }) => [versionId, fromMs, toMs])).toEqual([
      ["one", 0, 50],
      ["two", 50, undefined],
    ]);
  });

  it("takes nothing for pending while the version has no value, nor when it is current already", async () => {
    const history = historyOf(
      { one: ["AWSCURRENT"], empty: ["AWSPENDING"] },
      { one: ["AWSPREVIOUS"], two: ["AWSCURRENT", "AWSPENDING"] },
    );
    await history.observe(0);
    await history.observe(50);
    expect(history.spans().map(({ label }) => label)).not.toContain("AWSPENDING");
  });

  it("changes nothing when nothing has changed", async () => {
    const history = historyOf({ one: ["AWSCURRENT"] }, { one: ["AWSCURRENT"] });
    await history.observe(0);
    await history.observe(50);
    expect(history.spans()).toEqual([{ label: "AWSCURRENT", versionId: "one", username: "app", fromMs: 0 }]);
  });
});
