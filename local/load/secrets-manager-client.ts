import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** A client of a local Secrets Manager. Nothing checks its signature; calls are distinguished by the access key. */
export function secretsManagerClient(
  { url, region }: { readonly url: string; readonly region: string },
  accessKeyId: string,
): SecretsManagerClient {
  return new SecretsManagerClient({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey: "not-checked" },
  });
}
