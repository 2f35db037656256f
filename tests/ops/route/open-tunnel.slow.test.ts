import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { runStatement } from "../../../ops/database/run-statement";
import { isListening } from "../../../ops/route/local-ports";
import { openTunnel } from "../../../ops/route/open-tunnel";
import { type TunnelWay, tunnelPrograms } from "../../../stacks/shared/tunnel-programs";
import { testMysql } from "../../support/mysql";
import { onPath, restorePath } from "../../support/programs-on-path";
import { skippedBecause } from "../../support/skipped-because";
import { forwardingPrograms } from "./tunnel-programs";

const WAYS: readonly TunnelWay[] = [
  { mode: "ssh", address: "192.0.2.7" },
  { mode: "ssm", region: "eu-west-1", instanceId: "i-0123456789abcdef0", documentName: "dev-tunnel" },
  { mode: "eice", region: "eu-west-1", instanceId: "i-0123456789abcdef0" },
];
const END = { host: "dev-mysql.example", port: 3306 };
const options = { profile: "people", signal: new AbortController().signal };

describe("openTunnel", () => {
  const { host, admin, caPem, port } = testMysql();
  let folder = "";
  beforeEach(() => {
    folder = onPath(forwardingPrograms({ port }), "first");
  });
  afterEach(() => {
    restorePath();
    delete process.env.STUB_TUNNEL_FAILS;
  });

  test.each(WAYS)(
    "$mode: opens a free port to the database, which a Ctrl-C for the client leaves open, and closes it",
    async (way) => {
      const tunnel = await openTunnel(way, END, options);
      const login = { host, port, dbname: "", ...admin };
      const route = { host: "127.0.0.1", port: tunnel.port, caPem };
      const result = await runStatement(route, login, "select 1", { isReadOnly: true, signal: options.signal });
      expect(result).toEqual({ columns: ["1"], rows: [[1]] });
      await tunnel.close();
      expect(await isListening(tunnel.port)).toBe(false);
      const program = tunnelPrograms(way, END, tunnel.port).hold;
      const calls = readFileSync(path.join(folder, `${program[0]}.cjs.calls`), "utf8");
      expect(calls).toContain(JSON.stringify(program.slice(1)).slice(1, -1));
      expect(calls).not.toContain(admin.password);
    },
  );

  test.each(WAYS)("$mode: says what the program said when there is no tunnel", async (way) => {
    process.env.STUB_TUNNEL_FAILS = "Permission denied (publickey).";
    await expect(openTunnel(way, END, options)).rejects.toMatchObject({
      code: "tunnel_failed",
      message: expect.stringMatching(/Permission denied \(publickey\).*tunnel_command.*--tunnel-port/),
    });
  });

  test("ends with the interruption while it waits", async () => {
    const controller = new AbortController();
    const opening = openTunnel({ mode: "ssh", address: "192.0.2.7" }, END, { ...options, signal: controller.signal });
    controller.abort(new Error("interrupted"));
    await expect(opening).rejects.toThrow(/interrupted|aborted/);
  });

  restorePath();
  const hasSsh = spawnSync("ssh", ["-V"]).status === 0;
  skippedBecause(hasSsh ? undefined : "there is no ssh", test)("gives ssh options that it has", () => {
    restorePath();
    for (const way of [WAYS[0], WAYS[2]]) {
      if (way === undefined) throw new Error("no way");
      const [program = "", ...args] = tunnelPrograms(way, END, 40_001).hold;
      const { status, stdout, stderr } = spawnSync(program, ["-G", ...args], { encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain("localforward 40001 [dev-mysql.example]:3306");
    }
  });
});
