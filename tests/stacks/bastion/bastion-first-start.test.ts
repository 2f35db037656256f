import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bastionUserData } from "../../../stacks/bastion/bastion-user-data";
import { expression } from "../../support/expression";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";
import { temporaryFolder } from "../../support/temporary-folder";

const DATABASE = { host: "db.example.internal", port: 3306 };

/** Commands of the host. Each writes down that it was called; `fails` makes one fail, always or a number of times. */
const COMMANDS = ["dnf", "systemctl", "sshd", "mkswap", "swapon", "dd", "sleep"];

/** Runs the script of a first start with the host's folders and commands in a temporary folder. */
function firstStart(mode: "ssh" | "eice" | "ssm", fails: Readonly<Record<string, number>> = {}) {
  const host = temporaryFolder();
  for (const folder of ["bin", "etc/ssh/sshd_config.d", "etc/dnf/vars", "calls"]) {
    mkdirSync(path.join(host, folder), { recursive: true });
  }
  writeFileSync(path.join(host, "etc/dnf/automatic.conf"), "upgrade_type = default\napply_updates = no\n");
  writeFileSync(path.join(host, "swapfile"), "");
  for (const command of COMMANDS) {
    const script = [
      "#!/bin/bash",
      `echo "$*" >> "${host}/calls/${command}"`,
      `[ "$(wc -l < "${host}/calls/${command}")" -gt ${fails[command] ?? 0} ]`,
    ];
    writeFileSync(path.join(host, "bin", command), `${script.join("\n")}\n`, { mode: 0o755 });
  }
  const script = bastionUserData(mode, DATABASE).replace(/(?<= |^)\/(?=etc\/|swapfile|dev\/console)/gm, "$HOST/");
  mkdirSync(path.join(host, "dev"));
  const env = { PATH: `${path.join(host, "bin")}:${process.env.PATH}`, HOST: host };
  // The folder has blanks in its name, which the host's own paths have not.
  const { status } = spawnSync("bash", ["-c", script.replace(/\$HOST\/[\w./-]+/g, '"$&"')], { env, encoding: "utf8" });
  const read = (name: string) => readFileSync(path.join(host, name), "utf8").trimEnd().split("\n");
  return { status, console: read("dev/console"), calls: (command: string) => read(`calls/${command}`), read };
}

describe.each(["ssh", "eice", "ssm"] as const)("the first start of a host behind %s", (mode) => {
  test("says on the console that it is complete", () => {
    const { status, console: lines, read } = firstStart(mode);
    expect([status, lines]).toEqual([0, ["bastion first start: complete"]]);
    expect(read("etc/dnf/automatic.conf")).toEqual(["upgrade_type = security", "apply_updates = yes"]);
    expect(read("etc/fstab")).toEqual([expect.stringContaining("swapfile")]);
  });

  test("tries again for updates that cannot be had at once", () => {
    const { console: lines, calls } = firstStart(mode, { dnf: 4 });
    expect([lines, calls("dnf").length]).toEqual([["bastion first start: complete"], 5]);
  });

  test("says on the console which step failed", () => {
    const { status, console: lines } = firstStart(mode, { dnf: 99 });
    expect(status).not.toBe(0);
    expect(lines).toEqual(["bastion first start: FAILED at the step: switch on security updates (exit code 1)"]);
  });
});

describe("the first start", () => {
  test("leaves no SSH server running whose settings it could not make, and says so", () => {
    const { console: lines, calls } = firstStart("ssh", { sshd: 99 });
    expect(lines).toEqual(["bastion first start: FAILED at the step: close the SSH server (exit code 1)"]);
    expect(calls("systemctl")).toEqual(["disable --now sshd"]);
  });

  test("makes swap space before the package manager needs memory", () => {
    const script = bastionUserData("ssh", DATABASE);
    expect(script.indexOf("swapon /swapfile")).toBeGreaterThan(0);
    expect(script.indexOf("swapon /swapfile")).toBeLessThan(script.indexOf("dnf install"));
  });
});

describe("what became of the first start", () => {
  const command = (instanceType?: string) =>
    String(
      stacksOf(instanceType === undefined ? SAMPLE : sampleWith({ "bastion.instanceType": instanceType }))(
        "bastion",
      ).output("first_start_command"),
    );

  test("is shown by a command in the outputs", () => {
    expect(command()).toBe(
      `aws ec2 get-console-output --region eu-west-1 --instance-id ${expression("aws_instance.instance.id")} --latest ` +
        "--query Output --output text | grep 'bastion first start:'",
    );
  });

  test("does not request the latest output where EC2 does not support it", () => {
    expect(command("m4.large")).not.toContain("--latest");
  });
});
