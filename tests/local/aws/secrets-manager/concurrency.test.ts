import {
  CreateSecretCommand,
  DescribeSecretCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { type SecretsManagerServer, startSecretsManager } from "../../../../local/aws/secrets-manager/start";
import { outcome, version } from "../../../contracts/secrets-manager/kit";

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:rotation";

let server: SecretsManagerServer;
let client: SecretsManagerClient;
/** Functions that run at the same moment, now and at most. */
const atOnce = { now: 0, max: 0 };
let invocations = 0;

beforeAll(async () => {
  server = await startSecretsManager({
    retry: { attempts: 1, delayMs: 0 },
    invokeFunction: async (_arn, { Step, SecretId, ClientRequestToken }) => {
      invocations += 1;
      atOnce.max = Math.max(atOnce.max, ++atOnce.now);
      if (Step === "createSecret") await put(SecretId, ClientRequestToken, "rotated", ["AWSPENDING"]);
      if (Step === "finishSecret") await moveCurrent(SecretId, await currentOf(SecretId), ClientRequestToken);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce.now -= 1;
      return { ok: true };
    },
  });
  client = new SecretsManagerClient({
    endpoint: server.url,
    region: server.region,
    credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "not-checked" },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

const put = (SecretId: string, ClientRequestToken: string, SecretString: string, VersionStages?: string[]) =>
  client.send(
    new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, ...(VersionStages && { VersionStages }) }),
  );

const moveCurrent = (SecretId: string, from: string, to: string) =>
  client.send(
    new UpdateSecretVersionStageCommand({
      SecretId,
      VersionStage: "AWSCURRENT",
      RemoveFromVersionId: from,
      MoveToVersionId: to,
    }),
  );

async function currentOf(SecretId: string): Promise<string> {
  const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
  return Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes("AWSCURRENT"))?.[0] ?? "";
}

async function create(name: string): Promise<void> {
  await client.send(new CreateSecretCommand({ Name: name, ClientRequestToken: version("a"), SecretString: "value" }));
}

/** How often each outcome occurred. */
async function tally(calls: Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of await Promise.all(calls.map(outcome))) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test("40 values at once: each is a version, one is current and one is previous", async () => {
  await create("many-values");
  const letters = Array.from({ length: 40 }, (_, index) => String.fromCharCode(0x100 + index));
  expect(await tally(letters.map((letter) => put("many-values", version(letter), letter)))).toEqual({ ok: 40 });

  const list = new ListSecretVersionIdsCommand({ SecretId: "many-values", IncludeDeprecated: true });
  const { Versions = [] } = await client.send(list);
  expect(Versions).toHaveLength(41);
  const labels = Versions.flatMap(({ VersionStages = [] }) => VersionStages);
  expect(labels.sort()).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
});

test("one token 20 times at once: with one value all succeed, with different values exactly one", async () => {
  await create("one-token");
  const same = Array.from({ length: 20 }, () => put("one-token", version("b"), "the same"));
  expect(await tally(same)).toEqual({ ok: 20 });
  const different = Array.from({ length: 20 }, (_, index) => put("one-token", version("c"), `value ${index}`));
  expect(await tally(different)).toEqual({ ok: 1, ResourceExistsException: 19 });
});

test("one name 20 times at once: exactly one secret is made", async () => {
  const calls = Array.from({ length: 20 }, () =>
    client.send(new CreateSecretCommand({ Name: "one-name", SecretString: "value" })),
  );
  expect(await tally(calls)).toEqual({ ok: 1, ResourceExistsException: 19 });
});

test("AWSCURRENT moved from one version to 10 at once: exactly one move succeeds", async () => {
  await create("one-label");
  const letters = [..."bcdefghijk"];
  for (const letter of letters) await put("one-label", version(letter), letter, [`LABEL-${letter}`]);
  const moves = letters.map((letter) => moveCurrent("one-label", version("a"), version(letter)));
  expect(await tally(moves)).toEqual({ ok: 1, InvalidParameterException: 9 });
});

test("RotateSecret 10 times at once starts one rotation", async () => {
  await create("one-rotation");
  invocations = 0;
  const calls = Array.from({ length: 10 }, () =>
    client.send(new RotateSecretCommand({ SecretId: "one-rotation", RotationLambdaARN: FUNCTION_ARN })),
  );
  expect(await tally(calls)).toEqual({ ok: 1, InvalidRequestException: 9 });
  expect(await server.rotationSettled("one-rotation")).toMatchObject({ status: "succeeded" });
  expect(invocations).toBe(4);
});

test("different secrets rotate side by side", async () => {
  const names = ["side-1", "side-2", "side-3", "side-4"];
  for (const name of names) await create(name);
  atOnce.max = 0;
  await Promise.all(
    names.map((SecretId) => client.send(new RotateSecretCommand({ SecretId, RotationLambdaARN: FUNCTION_ARN }))),
  );
  const results = await Promise.all(names.map((name) => server.rotationSettled(name)));
  expect(results.map((result) => result.status)).toEqual(Array(4).fill("succeeded"));
  expect(atOnce.max).toBeGreaterThan(1);
});
