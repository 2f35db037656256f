import { spawn } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startMoto } from "../../../../local/aws/moto/start-moto";
import { isRunning } from "../../../support/is-running";
import { describeWithMoto, measuredMoto } from "../../../support/moto";
import { REPOSITORY, temporaryFolder } from "../../../support/temporary-folder";

const AS_TESTER = "AWS4-HMAC-SHA256 Credential=tester/20260101/us-east-1";

const form = async (url: string, service: string, parameters: Readonly<Record<string, string>>): Promise<string> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `${AS_TESTER}/${service}/aws4_request` },
    body: new URLSearchParams(parameters),
  });
  return response.text();
};
const json = async (url: string, service: string, target: string, body: object): Promise<string> => {
  const headers = {
    authorization: `${AS_TESTER}/${service}/aws4_request`,
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": target,
  };
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).text();
};

describeWithMoto("moto as a server of ours", () => {
  it("forgets everything without a state file", async () => {
    const moto = await startMoto(measuredMoto());
    expect(await form(moto.url, "iam", { Action: "ListRoles" })).toContain("<ListRolesResponse");
    await moto.stop();
    expect(isRunning(moto.pid)).toBe(false);
    await moto.stop(); // once more is no mistake
  });

  it("goes on with the state of an earlier one: keys, relations, dates and ids", async () => {
    const stateFile = path.join(temporaryFolder(), "moto.state");
    const first = await startMoto(measuredMoto(), { stateFile });
    const parameter = { Name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64" };
    const seen = async (url: string) => [
      await form(url, "ec2", { Action: "DescribeVpcs" }),
      await form(url, "iam", { Action: "ListRoles" }),
      await json(url, "kms", "TrentService.ListKeys", {}),
      await json(url, "ssm", "AmazonSSM.GetParameter", parameter),
      await json(url, "logs", "Logs_20140328.DescribeLogGroups", {}),
      (await form(url, "sns", { Action: "ListTopics" })).replace(/<RequestId>.*?<\/RequestId>/, ""),
    ];
    await form(first.url, "ec2", { Action: "CreateVpc", CidrBlock: "10.7.0.0/16" });
    await form(first.url, "iam", { Action: "CreateRole", RoleName: "kept", AssumeRolePolicyDocument: "{}" });
    for (const KeySpec of ["SYMMETRIC_DEFAULT", "RSA_2048", "ECC_NIST_P256"]) {
      const KeyUsage = KeySpec === "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY";
      await json(first.url, "kms", "TrentService.CreateKey", { KeySpec, KeyUsage });
    }
    await json(first.url, "logs", "Logs_20140328.CreateLogGroup", { logGroupName: "kept" });
    await form(first.url, "sns", { Action: "CreateTopic", Name: "kept" });
    const before = await seen(first.url);
    await first.stop();
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);

    const second = await startMoto(measuredMoto(), { stateFile });
    expect((await seen(second.url)).map(withoutRequestId)).toEqual(before.map(withoutRequestId));
    await second.stop();
  });

  it("says in one line what it does not offer", async () => {
    const moto = await startMoto(measuredMoto());
    expect(await form(moto.url, "rds", { Action: "DoNonsense" })).toBe("OperationNotFoundError: DoNonsense");
    await moto.stop();
  });

  it("does not start on the state of another version", async () => {
    const stateFile = path.join(temporaryFolder(), "moto.state");
    const other = 'import pickle, sys; pickle.dump(("moto 1.0 on Python 2.7", b""), open(sys.argv[1], "wb"))';
    await new Promise((resolve) => spawn(measuredMoto().python, ["-c", other, stateFile]).once("exit", resolve));
    await expect(startMoto(measuredMoto(), { stateFile })).rejects.toMatchObject({
      code: "moto_start_failed",
      message: expect.stringMatching(/was written by moto 1\.0 on Python 2\.7 and cannot be read by moto 5/),
    });
  });

  it("says what went wrong when the state is damaged, and does not write over it", async () => {
    const stateFile = path.join(temporaryFolder(), "moto.state");
    writeFileSync(stateFile, "damaged");
    await expect(startMoto(measuredMoto(), { stateFile })).rejects.toThrow(/moto .* did not start/);
    expect(statSync(stateFile).size).toBe("damaged".length);
  });

  it("ends when the process that started it is killed, and has written its state", async () => {
    const stateFile = path.join(temporaryFolder(), "moto.state");
    const parent = spawn(
      process.execPath,
      ["--import", "tsx", path.join(__dirname, "parent-fixture.ts"), JSON.stringify(measuredMoto()), stateFile],
      { cwd: REPOSITORY, stdio: ["ignore", "pipe", "inherit"] },
    );
    const pid = Number(await new Promise((resolve) => parent.stdout.once("data", (text) => resolve(String(text)))));
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    for (const deadline = Date.now() + 20_000; isRunning(pid) && Date.now() < deadline; ) await delay(50);
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(stateFile)).toBe(true);
  });
});

const withoutRequestId = (text: string): string => text.replace(/<RequestId>.*?<\/RequestId>/, "");
