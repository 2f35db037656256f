import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createRotatingCredential } from "../../../client/src";

/** A script that closes nothing: it has to end when its work is done, and not before its calls are answered. */
async function work(): Promise<void> {
  const secretId = process.env.DB_SECRET_ID ?? "";
  const { label } = await createRotatingCredential({ secretId }).get();
  console.log(label);
  // Between two attempts nothing is open.
  const client = new SecretsManagerClient({ endpoint: "http://127.0.0.1:1", maxAttempts: 1 });
  const unreachable = createRotatingCredential({ secretId, client, readTimeoutMs: 1_000 });
  await unreachable.get().catch(({ code }) => console.log(code));
}

void work();
