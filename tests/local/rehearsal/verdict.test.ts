import type { ServerCheck } from "../../../local/rehearsal/record";
import { verdictOf } from "../../../local/rehearsal/verdict";
import { type SyntheticOptions, syntheticRecord } from "./synthetic-record";

const problemsOf = (options: SyntheticOptions, check: Partial<ServerCheck> = {}) => {
  const record = syntheticRecord(options);
  return verdictOf({ ...record, serverCheck: { ...record.serverCheck, ...check } }).problems;
};

describe("verdictOf", () => {
  it("is ok when every rotation completed and no login failed", () => {
    expect(verdictOf(syntheticRecord())).toEqual({ ok: true, problems: [] });
  });

  it("tells equal failures of a client once, with their number, first moment and reason", () => {
    const record = syntheticRecord();
    const secrets = record.secrets.map((secret, index) => ({
      ...secret,
      logins: secret.logins.map((login) =>
        index === 0 && login.client === "report" && login.atMs > 8_900
          ? { ...login, outcome: { ok: false, during: "query", reason: "ER_TABLEACCESS_DENIED_ERROR: no" } as const }
          : login,
      ),
    }));
    expect(verdictOf({ ...record, secrets })).toEqual({
      ok: false,
      problems: [
        "2 logins of report with orders-app as orders_clone failed in the query after the login, first at 8.92 s: " +
          "ER_TABLEACCESS_DENIED_ERROR: no",
      ],
    });
  });

  it("names a failed rotation", () => {
    expect(problemsOf({ failRotation: 1 })).toEqual([
      "rotation 1 of orders-app failed: setSecret: RotationError:missing_privilege: no CREATE USER",
    ]);
  });

  it("believes the server when it refused logins that nobody reported", () => {
    expect(problemsOf({}, { abortedConnects: 2 })).toEqual([
      expect.stringMatching(/counted 2 refused logins .* only 0/),
    ]);
    expect(problemsOf({ failLogin: 3 }, { abortedConnects: 1 })).toHaveLength(1);
  });

  it("does not judge by the counters of a server that others use too", () => {
    expect(problemsOf({}, { abortedConnects: 2, exclusive: false })).toEqual([]);
  });
});
