import type { Environment } from "../../environments/schema";
import { awsCall } from "../aws/aws-errors";
import { clientOptions, type TargetOptions, targetOf } from "../aws/target";
import { accountLimits } from "./limits";
import type { Platform } from "./platform";
import { regionOffers } from "./region";
import { stateBucket } from "./state-bucket";

/** The account and region of one environment. Nothing is loaded and nothing is called yet. */
export function connectPlatform(environment: Environment, options: TargetOptions): Platform {
  const target = targetOf(environment, options);
  return {
    accountId: () =>
      awsCall("sts:GetCallerIdentity", async () => {
        const sdk = await import("@aws-sdk/client-sts");
        const client = new sdk.STSClient(clientOptions(target));
        try {
          return (await client.send(new sdk.GetCallerIdentityCommand({}))).Account ?? "";
        } finally {
          client.destroy();
        }
      }),
    bucket: stateBucket(environment, target),
    limits: accountLimits(target),
    region: regionOffers(target),
  };
}
