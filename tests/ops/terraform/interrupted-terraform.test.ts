import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { descendantsOf } from "../../../ops/terraform/descendants";
import { runInGroup } from "../../../ops/terraform/process-group";
import { temporaryFolder } from "../../support/temporary-folder";

/**
 * Like the CLI of CDKTF: runs a program called `terraform` in a session of its own, waits for it, and ends at once at a SIGINT of its own,
 * which takes the other's output away.
 */
const CLI = `
  const { spawn } = require("node:child_process");
  process.on("SIGINT", () => process.exit(9));
  const child = spawn(process.argv[1], ["terraform.js"], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.once("data", () => console.log("under way"));
  child.once("exit", (code) => process.exit(code));`;

/** Like Terraform: at SIGINT it finishes what it is at, and writes down what it has made. */
const TERRAFORM = `
  process.on("SIGINT", () => setTimeout(() => {
    require("node:fs").writeFileSync("state", "all that was made");
    process.exit(1);
  }, 300));
  console.log("ready");
  setTimeout(() => {}, 60000);`;

describe("a Terraform that another program runs in a session of its own", () => {
  const folder = temporaryFolder();
  const terraform = path.join(folder, "terraform");
  symlinkSync(process.execPath, terraform);
  writeFileSync(path.join(folder, "terraform.js"), TERRAFORM);

  test("is asked itself to stop, writes down what it made, and nothing is left", async () => {
    const controller = new AbortController();
    let below: readonly { readonly pid: number; readonly program: string }[] = [];
    const running = runInGroup(process.execPath, ["-e", CLI, terraform], {
      cwd: folder,
      environment: { PATH: process.env.PATH ?? "" },
      timeoutMs: 20_000,
      signal: controller.signal,
      onLine: () => {
        below = descendantsOf(process.pid).filter(({ program }) => program === "terraform");
        controller.abort(new Error("Ctrl-C"));
      },
    });
    await expect(running).rejects.toThrow("Ctrl-C");
    expect(below).toHaveLength(1);
    expect(existsSync(path.join(folder, "state"))).toBe(true);
    expect(descendantsOf(process.pid).filter(({ program }) => program === "terraform")).toEqual([]);
  });
});
