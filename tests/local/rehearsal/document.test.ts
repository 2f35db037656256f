import { documentOf } from "../../../local/rehearsal/document";
import { syntheticRecord } from "./synthetic-record";

const PICTURE = { svg: "rehearsal/timeline.svg", page: "rehearsal/timeline.html" };

describe("documentOf", () => {
  it("holds the documented members with plain counts", () => {
    expect(documentOf(syntheticRecord(), PICTURE, 10)).toMatchObject({
      ok: true,
      problems: [],
      rotations: 6,
      strategies: ["alternating-users"],
      logins: 1_440,
      failedLogins: 0,
      apiCallsPerRotation: { first: 11, later: 11, all: [11, 11, 11, 11, 11, 11] },
      loginsPerRotation: { first: 3, later: 3, all: [3, 3, 3, 3, 3, 3] },
      failedLoginsByFunction: 0,
      stepMilliseconds: { createSecret: { median: 50, max: 50 }, setSecret: { median: 110, max: 110 } },
      mysql: { version: "9.7.4", source: "synthetic" },
      picture: PICTURE,
      failures: [],
      passwordsNotFound: 10,
    });
  });

  it("is not ok exactly when there is a problem, and gives the reason", () => {
    const document = documentOf(syntheticRecord({ failLogin: 4 }), PICTURE, 10);
    expect(document).toMatchObject({ ok: false, failedLogins: 1 });
    expect(document.problems).toHaveLength(1);
    expect(document.failures).toEqual([expect.objectContaining({ client: "web-1", during: "login" })]);
  });

  it("says of each rotation what it cost and which user each label named", () => {
    expect(documentOf(syntheticRecord(), PICTURE, 10).secrets[1]?.rotations[1]).toEqual({
      number: 2,
      ok: true,
      milliseconds: 300,
      apiCalls: 11,
      logins: 3,
      failedLogins: 0,
      before: { AWSCURRENT: "reports_clone", AWSPREVIOUS: "reports" },
      after: { AWSCURRENT: "reports", AWSPREVIOUS: "reports_clone" },
    });
  });
});
