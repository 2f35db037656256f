import { startSecretsManager } from "../../../local/aws/secrets-manager/start";
import { declareSecretsManagerContract } from "./contract";
import type { TestFunction } from "./rule";

const ATTEMPTS = 3;

declareSecretsManagerContract({
  name: "the embedded Secrets Manager",
  offers: { function: true, clock: true },
  deviations: {},
  deviationsApply: true,
  start: async () => {
    const functions = new Map<string, TestFunction>();
    let aheadMs = 0;
    const server = await startSecretsManager({
      retry: { attempts: ATTEMPTS, delayMs: 1 },
      now: () => new Date(Date.now() + aheadMs),
      invokeFunction: async (_functionArn, payload) => {
        try {
          await functions.get(payload.SecretId)?.(payload.Step, payload.SecretId, payload.ClientRequestToken, payload);
          return { ok: true };
        } catch (error) {
          return { ok: false, errorType: "Error", errorMessage: String(error) };
        }
      },
    });
    return {
      url: server.url,
      stop: () => server.close(),
      advanceClock: (milliseconds) => {
        aheadMs += milliseconds;
      },
      rotation: {
        functionArn: "arn:aws:lambda:us-east-1:123456789012:function:rotation",
        setFunction: (arn, run) => functions.set(arn, run),
        settled: (secretId) => server.rotationSettled(secretId),
        attempts: ATTEMPTS,
      },
    };
  },
});
