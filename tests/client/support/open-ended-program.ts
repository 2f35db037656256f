import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createRotatingCredential, logIn } from "../../../client/src";

/** A script that closes nothing: it has to end when its work is done, and not before its calls are answered. */
async function work(): Promise<void> {
  const secretId = process.env.DB_SECRET_ID ?? "";
  const { label } = await createRotatingCredential({ secretId }).get();
  console.log(label);
  // Between two attempts nothing is open.
  const client = new SecretsManagerClient({ endpoint: "http://127.0.0.1:1", maxAttempts: 1 });
  const unreachable = createRotatingCredential({ secretId, client, readTimeoutMs: 1_000 });
  await unreachable.get().catch(({ code }) => console.log(code));
  console.log(await logInAfterRefusal(secretId));
}

/** Between a refused login and the next one nothing is open either. */
function logInAfterRefusal(secretId: string): Promise<string> {
  let version = 0;
  const SecretString = JSON.stringify({ username: "shop", password: "not-used", host: "db.example" });
  const client = { send: async () => ({ VersionId: `v${++version}`, SecretString }) };
  return logIn(createRotatingCredential({ secretId, client }), async ({ versionId }) => {
    if (versionId === "v1") throw Object.assign(new Error("Access denied"), { errno: 1045 });
    return `logged in with ${versionId}`;
  });
}

void work();
