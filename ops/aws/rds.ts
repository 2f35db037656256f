import { awsCall, isNotFound } from "./aws-errors";
import type { DatabasePort } from "./ports";
import { clientOptions, type Target } from "./target";

/** The environment's RDS instance; the SDK client is loaded with the call. */
export function rdsDatabase(target: Target, identifier: string): DatabasePort {
  return {
    instance: () =>
      awsCall("rds:DescribeDBInstances", async () => {
        const sdk = await import("@aws-sdk/client-rds");
        const client = new sdk.RDSClient(clientOptions(target));
        try {
          const answer = await client.send(new sdk.DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }));
          const found = answer.DBInstances?.[0];
          if (found?.Endpoint?.Address === undefined || found.Endpoint.Port === undefined) return undefined;
          return {
            identifier,
            host: found.Endpoint.Address,
            port: found.Endpoint.Port,
            status: found.DBInstanceStatus ?? "unknown",
            createdAt: found.InstanceCreateTime,
            isProtected: found.DeletionProtection === true,
            adminSecretArn: found.MasterUserSecret?.SecretArn,
          };
        } catch (error) {
          if (isNotFound(error)) return undefined;
          throw error;
        } finally {
          client.destroy();
        }
      }),
  };
}
