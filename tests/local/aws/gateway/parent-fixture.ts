import { createTestFunction, invokeTestFunction, startTestGateway } from "../../../support/gateway";

/** Starts a gateway with a database and a warm function, says who they are, and waits to be killed. */
async function main(): Promise<void> {
  const gateway = await startTestGateway({ stateFolder: process.argv[2] ?? "" });
  await createTestFunction(gateway, "pid", "exports.handler = async () => process.pid");
  const functionPid = Number((await invokeTestFunction(gateway, "pid", {})).body);
  const instance = { Engine: "mysql", DBInstanceClass: "db.t4g.micro", AllocatedStorage: "20", MasterUsername: "dba" };
  await gateway.form("rds", {
    Action: "CreateDBInstance",
    DBInstanceIdentifier: "kept",
    ManageMasterUserPassword: "true",
    ...instance,
  });
  while (gateway.databases().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const port = gateway.databases()[0]?.port;
  process.stdout.write(`${JSON.stringify({ functionPid, port, url: gateway.url })}\n`);
  setInterval(() => {}, 1_000);
}

void main();
