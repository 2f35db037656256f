import { labelUsersAt, oldestCredential, replacedForMs } from "../../../local/rehearsal/labels";
import type { LabelSpan } from "../../../local/rehearsal/record";
import { syntheticRecord } from "./synthetic-record";

const LABELS: readonly LabelSpan[] = [
  { label: "AWSCURRENT", versionId: "one", username: "app", fromMs: 0, toMs: 100 },
  { label: "AWSPENDING", versionId: "two", username: "app_clone", fromMs: 60, toMs: 100 },
  { label: "AWSPREVIOUS", versionId: "one", username: "app", fromMs: 100 },
  { label: "AWSCURRENT", versionId: "two", username: "app_clone", fromMs: 100 },
];

describe("labelUsersAt", () => {
  it("names the user of each label that a version carried at that moment", () => {
    expect(labelUsersAt(LABELS, 50)).toEqual({ AWSCURRENT: "app" });
    expect(labelUsersAt(LABELS, 60)).toEqual({ AWSCURRENT: "app", AWSPENDING: "app_clone" });
    expect(labelUsersAt(LABELS, 100)).toEqual({ AWSCURRENT: "app_clone", AWSPREVIOUS: "app" });
  });
});

describe("replacedForMs", () => {
  it("counts from the moment when the version stopped being AWSCURRENT", () => {
    expect(replacedForMs(LABELS, "one", 99)).toBe(0);
    expect(replacedForMs(LABELS, "one", 350)).toBe(250);
    expect(replacedForMs(LABELS, "two", 350)).toBe(0);
  });
});

describe("oldestCredential", () => {
  it("finds the successful login with the credential that had been replaced for longest", () => {
    const oldest = oldestCredential(syntheticRecord().secrets);
    expect(oldest).toMatchObject({ client: "report" });
    expect(oldest?.replacedForMs).toBeGreaterThan(1_700);
    expect(oldest?.replacedForMs).toBeLessThanOrEqual(1_800);
  });

  it("is absent when every login used what was AWSCURRENT", () => {
    const secrets = syntheticRecord().secrets.map((secret) => ({
      ...secret,
      logins: secret.logins.filter((login) => login.client.startsWith("web")),
    }));
    expect(oldestCredential(secrets)).toBeUndefined();
  });

  it("does not count a login that failed", () => {
    const [secret] = syntheticRecord().secrets;
    const late = { client: "late", atMs: 8_900, durationMs: 1, username: "orders", versionId: "orders-version-1" };
    const secrets = secret === undefined ? [] : [{ ...secret, logins: [{ ...late, outcome: FAILED }] }];
    expect(oldestCredential(secrets)).toBeUndefined();
  });
});

const FAILED = { ok: false, during: "login", reason: "refused" } as const;
