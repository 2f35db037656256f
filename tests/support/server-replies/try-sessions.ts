import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { SENTINELS } from "../bad-input/sentinels";
import { connectAs, rootConnection, testMysql, uniqueName } from "../mysql";
import { REPOSITORY, temporaryFolder } from "../temporary-folder";
import type { Order, Outcome } from "./program";
import { recordingText, recordSession } from "./recording";
import { talk } from "./talk";

const RECORDING_MS = 60_000;

/** Records one session with the server of the tests, and repeats it with wrong answers. */
export async function trySessions(sessions: number, timeoutMs: number): Promise<Outcome> {
  const username = uniqueName("wrong");
  const root = await rootConnection();
  try {
    await root.query(`CREATE USER '${username}'@'%' IDENTIFIED BY '${SENTINELS[0]}'`);
    await root.query(`GRANT SELECT ON mysql.* TO '${username}'@'%'`);
    await (await connectAs({ username, password: SENTINELS[0] })).end();
    const errors: unknown[] = [];
    const recording = await recordSession(testMysql().port, async (port) => {
      errors.push(...(await talk(port, username, { remainingMs: () => RECORDING_MS })));
    });
    expect(errors).toEqual([]);
    const order: Order = { recording: recordingText(recording), username, sessions, seed: 17 };
    const file = path.join(temporaryFolder(), "order.json");
    writeFileSync(file, JSON.stringify(order));
    const program = path.join(__dirname, "program.ts");
    const args = ["--import", "tsx", program, file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY, timeout: timeoutMs });
    return JSON.parse(stdout);
  } finally {
    await root.query(`DROP USER '${username}'@'%'`);
    await root.end();
  }
}
