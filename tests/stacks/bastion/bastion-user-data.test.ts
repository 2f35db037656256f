import { spawnSync } from "node:child_process";
import { bastionUserData, sshSettings } from "../../../stacks/bastion/bastion-user-data";
import { SAMPLE } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const DATABASE = { host: "db.example.internal", port: 3306 };
const settings = new Map(sshSettings(DATABASE).map((line) => [line.split(" ")[0], line.split(" ").slice(1).join(" ")]));

describe("the SSH server of the bastion", () => {
  test("takes keys of one user, and no password and no root", () => {
    expect(Object.fromEntries(settings)).toMatchObject({
      AllowUsers: "ec2-user",
      PermitRootLogin: "no",
      AuthenticationMethods: "publickey",
      PasswordAuthentication: "no",
      KbdInteractiveAuthentication: "no",
    });
  });

  test("forwards to the database, and to nothing else in either direction", () => {
    expect(Object.fromEntries(settings)).toMatchObject({
      AllowTcpForwarding: "local",
      PermitOpen: "db.example.internal:3306",
      PermitListen: "none",
      AllowStreamLocalForwarding: "no",
      AllowAgentForwarding: "no",
      X11Forwarding: "no",
      PermitTunnel: "no",
    });
  });

  test("gives no shell, no terminal and no files", () => {
    expect([settings.get("PermitTTY"), settings.get("PermitUserRC")]).toEqual(["no", "no"]);
    expect(settings.get("ForceCommand")).toMatch(/^\/usr\/bin\/echo '/);
  });
});

describe.each(["ssh", "eice", "ssm"] as const)("the first start of a bastion behind %s", (mode) => {
  const script = bastionUserData(mode, DATABASE);

  test("is a script that a shell can read, within the 16 KiB that EC2 takes, and no template of Terraform's", () => {
    expect(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    expect(script.startsWith("#!/bin/bash\nset -eu\n")).toBe(true);
    expect(Buffer.byteLength(script)).toBeLessThan(16 * 1024);
    expect(script).not.toMatch(/[$%]\{/);
  });

  test("closes the host before it goes for updates", () => {
    expect(script.indexOf("sshd")).toBeGreaterThan(0);
    expect(script.indexOf("sshd")).toBeLessThan(script.indexOf("dnf install"));
    expect(script).toContain("systemctl enable --now dnf-automatic.timer");
  });
});

describe("the first start", () => {
  test.each(["ssh", "eice"] as const)("behind %s hardens the SSH server, or stops it", (mode) => {
    const script = bastionUserData(mode, DATABASE);
    expect(script).toContain(sshSettings(DATABASE).join("\n"));
    expect(script).toContain("if sshd -t; then systemctl restart sshd; else systemctl disable --now sshd; exit 1; fi");
  });

  test("behind Session Manager switches the SSH server off", () => {
    const script = bastionUserData("ssm", DATABASE);
    expect(script).toContain("systemctl disable --now sshd");
    expect(script).not.toContain("sshd_config");
  });

  test("names the database of its environment, and makes another host when that changes", () => {
    const instance = stacksOf(SAMPLE)("bastion").resource("aws_instance", "instance");
    expect(instance.user_data).toMatch(/^PermitOpen \$\{.+instanceaddress\}:\$\{.+instanceport\}$/m);
    expect(instance.user_data_replace_on_change).toBe(true);
  });
});
