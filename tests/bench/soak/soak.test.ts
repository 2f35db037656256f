import { LoginStatistics } from "../../../bench/soak/login-statistics";
import { parseSoakOptions } from "../../../bench/soak/options";
import { isSound, soakFigures, soakTable } from "../../../bench/soak/report";
import { SITUATIONS } from "../../../bench/soak/situations";
import type { LoginRecord } from "../../../local/load/login-record";

const login = (atMs: number, outcome: LoginRecord["outcome"] = { ok: true }): LoginRecord => ({
  ...{ client: "one", atMs, durationMs: 10, username: "app", versionId: "v", outcome },
});

describe("parseSoakOptions", () => {
  it("takes both engines, all situations and the long sizes when nothing is said", () => {
    expect(parseSoakOptions([])).toMatchObject({
      options: { engines: ["mysql", "mariadb"], situations: SITUATIONS, rotations: 1_100, secrets: 20, clients: 50 },
    });
  });

  it("takes one engine and the situations that are named", () => {
    const parsed = parseSoakOptions(["--engine", "mariadb", "--only", "storm", "--only", "slow", "--logins", "7"]);
    expect(parsed).toMatchObject({
      options: { engines: ["mariadb"], situations: [{ name: "slow" }, { name: "storm" }], logins: 7 },
    });
  });

  it.each([
    ["--engine", "oracle"],
    ["--only", "calm"],
    ["--clients", "0"],
  ])("refuses %s %s", (...args) => {
    expect(() => parseSoakOptions(args)).toThrow(/allowed/);
  });
});

describe("LoginStatistics", () => {
  it("tells a refused credential from a server that was full or gone, and measures gaps and latency", () => {
    const statistics = new LoginStatistics();
    statistics.add(login(0));
    statistics.add(login(20, { ok: false, during: "login", reason: "ER_ACCESS_DENIED_ERROR: Access denied" }));
    statistics.add(login(40, { ok: false, during: "login", reason: "ER_CON_COUNT_ERROR: Too many connections" }));
    statistics.add(login(100));
    expect(statistics.take()).toEqual({
      ...{ logins: 4, refused: 1, unavailable: 1, worstMs: 10, longestGapMs: 100 },
      reasons: ["login: ER_ACCESS_DENIED_ERROR: Access denied", "login: ER_CON_COUNT_ERROR: Too many connections"],
    });
    statistics.add(login(150));
    expect(statistics.take()).toMatchObject({ logins: 1, refused: 0, longestGapMs: 50, reasons: [] });
  });
});

describe("the report of a soak", () => {
  const found = (name: string, changes: object = {}) => ({
    ...{ engine: "mysql" as const, version: "9.7.4" },
    situations: SITUATIONS.filter((one) => one.name === name).map((situation) => ({
      ...{ situation, rotations: 5, repeated: 1, stuck: [], seconds: 2 },
      ...{
        logins: 100,
        refused: 0,
        unavailable: 3,
        worstMs: 20,
        longestGapMs: 30,
        reasons: ["login: ETIMEDOUT: late"],
      },
      ...changes,
    })),
  });

  it("takes a failed login for a failure unless the server was full or gone", () => {
    expect(isSound([found("storm")])).toBe(true);
    expect(isSound([found("steady")])).toBe(false);
    expect(isSound([found("storm", { refused: 1 })])).toBe(false);
    expect(isSound([found("storm", { stuck: ["soak/soak1"] })])).toBe(false);
  });

  it("adds up all situations, and names one reason for each kind of failure", () => {
    expect(soakFigures([found("steady"), found("storm", { worstMs: 70 })])).toEqual({
      ...{ rotations: 10, logins: 200, refused: 0, failedWithoutCause: 3, unavailable: 3, stuck: 0 },
      ...{ longestGapMs: 30, worstMs: 70 },
    });
    expect(soakTable([found("storm")])).toContain("mysql, storm, logins that failed login: ETIMEDOUT: late");
  });
});
