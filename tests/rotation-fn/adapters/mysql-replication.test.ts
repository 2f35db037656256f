import type { Cells } from "../../../rotation-fn/adapters/mysql-driver";
import { MysqlReplication } from "../../../rotation-fn/adapters/mysql-replication";
import { serverFeatures } from "../../../rotation-fn/adapters/server-version";

/** What a real pair of servers cannot be made to answer; the rest is proved on one, in behaviour 25. */
function replicationOn(version: string, rows: readonly Cells[], remainingMs = 60_000) {
  const statements: string[] = [];
  const query = async (sql: string, _: string, values: readonly (string | number)[] = []) => {
    statements.push([sql, ...values].join(" "));
    return rows;
  };
  const activateRoles = async () => void statements.push("(roles)");
  const deadline = { remainingMs: () => remainingMs };
  return {
    statements,
    replication: new MysqlReplication(query, activateRoles, serverFeatures(version), deadline),
  };
}

const END = { file: "binlog.000007", offset: 1_234 };

describe("the end of the binary log", () => {
  it.each([
    ["9.7.4", "SHOW BINARY LOG STATUS"],
    ["8.0.45", "SHOW MASTER STATUS"],
  ])("is asked for in the words of %s, with the roles of the admin active", async (version, statement) => {
    const { statements, replication } = replicationOn(version, [["binlog.000007", "1234", "", "", ""]]);
    expect(await replication.position()).toEqual(END);
    expect(statements).toEqual(["(roles)", statement]);
  });

  it.each([
    ["8.0.25", "8.0.25; allowed: MySQL 8.0.26 and later"],
    ["8.0.mysql_aurora.3.08.2", "allowed: MySQL 8.0.26 and later"],
  ])("of %s is not asked for: a replica could not wait for it", async (version, message) => {
    const { statements, replication } = replicationOn(version, []);
    const position = replication.position();
    await expect(position).rejects.toMatchObject({
      code: "unsupported_server",
      effect: "none",
      message: expect.stringContaining(message),
    });
    expect(statements).toEqual([]);
  });

  it("of a server that keeps no binary log is an error that says so", async () => {
    const { replication } = replicationOn("8.4.9", []);
    await expect(replication.position()).rejects.toThrow(/keeps no binary log.*turn backups on/);
  });
});

describe("waiting for a position", () => {
  it.each([
    ["7", "applied"],
    ["0", "applied"],
    [null, "stopped"],
  ])("the answer %s means %s", async (answer, outcome) => {
    const { statements, replication } = replicationOn("9.7.4", [[answer]]);
    expect(await replication.waitFor(END, 20_000)).toBe(outcome);
    expect(statements).toEqual(["SELECT SOURCE_POS_WAIT(?, ?, ?) binlog.000007 1234 5"]);
  });

  it("is never longer than the invocation has left, which may be no time at all", async () => {
    const { statements, replication } = replicationOn("9.7.4", [["-1"]], 2_900);
    expect(await replication.waitFor(END, 20_000)).toBe("behind");
    expect(statements).toEqual([]);
    const short = replicationOn("9.7.4", [["1"]], 3_400);
    await short.replication.waitFor(END, 20_000);
    expect(Number(short.statements[0]?.split(" ").at(-1))).toBeCloseTo(0.4);
  });
});
