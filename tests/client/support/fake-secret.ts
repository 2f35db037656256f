import { createWithRuntime } from "../../../client/src/create-rotating-credential";
import type { RotatingCredentialOptions } from "../../../client/src/options";
import type { RotatingCredential } from "../../../client/src/rotating-credential";
import { ManualRuntime } from "./manual-runtime";

/** A Secrets Manager of one secret, without a network. Its contract with the real SDK is tested in the slow suite. */
export class FakeSecret {
  readonly runtime = new ManualRuntime();
  /** The labels of every read so far. */
  readonly reads: string[] = [];
  readonly values = new Map<string, { readonly versionId: string; readonly text: string | undefined }>();
  /** Awaited at each read; what it throws is the answer. */
  onRead: () => void | Promise<void> = () => undefined;

  constructor() {
    this.put("v1");
  }

  /** Stores a version under a label, with a password that tells which one it is. */
  put(versionId: string, label = "AWSCURRENT", members: Record<string, unknown> = {}): void {
    const value = {
      engine: "mysql",
      host: "db.example",
      port: 3306,
      dbname: "shop",
      ...loginOf(versionId),
      ...members,
    };
    this.values.set(label, { versionId, text: JSON.stringify(value) });
  }

  readonly client = {
    send: async (command: object): Promise<unknown> => {
      const { VersionStage } = (command as { input: { VersionStage: string } }).input;
      this.reads.push(VersionStage);
      await this.onRead();
      const found = this.values.get(VersionStage);
      if (found === undefined) throw serviceError("ResourceNotFoundException", "can't find the secret value");
      return { SecretString: found.text, VersionId: found.versionId };
    },
  };

  credential(options: Partial<RotatingCredentialOptions> = {}): RotatingCredential {
    return createWithRuntime({ secretId: "shop", client: this.client, ...options }, this.runtime);
  }
}

const loginOf = (versionId: string) => ({ username: "shop", password: passwordOf(versionId) });

export const passwordOf = (versionId: string): string => `pässword'of\\${versionId}`;

/** An error as the SDK makes it of an answer of the service. */
export function serviceError(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode, requestId: "r-1" } });
}

/** MySQL's refusal of a login, as mysql2 reports it. */
export function refusal(errno = 1045, code = "ER_ACCESS_DENIED_ERROR"): Error {
  return Object.assign(new Error("Access denied for user 'shop'"), { errno, code, sqlState: "28000", fatal: true });
}
