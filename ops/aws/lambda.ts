import { OpsError } from "../error";
import { awsCall, isNotFound } from "./aws-errors";
import { functionFailure } from "./function-failure";
import type { FunctionPort } from "./ports";
import { clientOptions, type Target } from "./target";

/** The function waits for locks and logins; Lambda ends an invocation after its own timeout. */
const REQUEST_TIMEOUT_MS = 330_000;

/** The rotation function of an environment, by name or ARN; the SDK client is loaded with the first call. */
export function lambdaFunction(target: Target, functionName: string): FunctionPort {
  const load = once(async () => {
    const sdk = await import("@aws-sdk/client-lambda");
    // An invocation that got no answer may still run: it is never sent twice.
    const client = new sdk.LambdaClient({
      ...clientOptions(target),
      maxAttempts: 1,
      requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS },
    });
    return { sdk, client };
  });
  return {
    invoke: (event) =>
      awsCall("lambda:InvokeFunction", async () => {
        const { sdk, client } = await load();
        const Payload = Buffer.from(JSON.stringify(event));
        try {
          const answer = await client.send(new sdk.InvokeCommand({ FunctionName: functionName, Payload }));
          const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8") || "null");
          if (answer.FunctionError !== undefined) throw functionFailure(payload);
          return payload;
        } catch (error) {
          if (!isNotFound(error)) throw error;
          throw new OpsError(
            "not_deployed",
            {
              problem: `the rotation function ${functionName} does not exist`,
              remedy: "deploy the environment (npm run deploy -- '<environment>-*'), or use another --profile",
            },
            { cause: error },
          );
        }
      }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
