import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createSecretsManager } from "../../../../local/aws/secrets-manager/service";
import { readState, writeState } from "../../../../local/aws/secrets-manager/state-file";
import { temporaryFolder } from "../../../support/temporary-folder";

const file = (): string => path.join(temporaryFolder(), "state.json");

const secretsManager = (state: ReturnType<typeof readState>) => {
  const service = createSecretsManager({ state, invokeFunction: async () => ({ ok: true }) });
  return async (operation: string, input: object) => {
    const answer = await service.handle({
      method: "POST",
      target: "/",
      headers: { "x-amz-target": `secretsmanager.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
    });
    return JSON.parse(String(answer.body));
  };
};

test("what a Secrets Manager knew, another one answers from the file", async () => {
  const kept = file();
  const first = readState(kept);
  const ask = secretsManager(first);
  const token = "11111111-1111-4111-8111-111111111111";
  const Tags = [{ Key: "rotation:strategy", Value: "single-user" }];
  await ask("CreateSecret", { Name: "a/b", SecretString: "the value", ClientRequestToken: token, Tags });
  await ask("PutSecretValue", {
    SecretId: "a/b",
    SecretBinary: "AAEC",
    ClientRequestToken: token.replaceAll("1", "2"),
  });
  const before = await ask("DescribeSecret", { SecretId: "a/b" });
  writeState(kept, first);

  const again = secretsManager(readState(kept));
  expect(await again("DescribeSecret", { SecretId: "a/b" })).toEqual(before);
  expect(await again("GetSecretValue", { SecretId: "a/b" })).toMatchObject({ SecretBinary: "AAEC" });
  expect(await again("GetSecretValue", { SecretId: "a/b", VersionStage: "AWSPREVIOUS" })).toMatchObject({
    SecretString: "the value",
  });
  expect(statSync(kept).mode & 0o777).toBe(0o600);
});

test("there are no secrets where there is no file", () => {
  expect(readState(file()).secrets.size).toBe(0);
});

test("a file that is something else is refused without being quoted", () => {
  const damaged = file();
  writeState(damaged, readState(damaged));
  writeFileSync(damaged, `${readFileSync(damaged, "utf8")} s3cret-text`);
  expect(() => readState(damaged)).toThrow(/does not hold the state/);
  expect(() => readState(damaged)).not.toThrow(/s3cret-text/);
});
