import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { startSecretsManager } from "../../../local/aws/secrets-manager/start";
import { commandsInSection, type PrintedContext, runPrinted } from "../../../local/lifecycle/printed-commands";

const VALUES = { environment: "local", "app secret": "shop", "ARN of the secret": "arn:of-shop" };
const SECTION = "App secrets that wait for deletion";

test("reads the commands of a section as they are printed, with the placeholders filled in", () => {
  expect(commandsInSection("redeploy.md", SECTION, VALUES)).toEqual([
    "aws secretsmanager delete-secret --secret-id local/shop --force-delete-without-recovery",
    "aws secretsmanager restore-secret --secret-id local/shop",
    "terraform -chdir=cdktf.out/stacks/local-app-secret import aws_secretsmanager_secret.secret_shop arn:of-shop",
  ]);
  const groups = commandsInSection("redeploy.md", "Log groups that RDS created again", {
    ...{ environment: "local", engine: "mysql", log: "error" },
  });
  expect(groups.filter((command) => command.startsWith("terraform "))).toHaveLength(1);
});

test("refuses a section without commands, and a placeholder that has no value", () => {
  expect(() => commandsInSection("redeploy.md", "No such section", VALUES)).toThrow(/prints no command under/);
  expect(() => commandsInSection("redeploy.md", SECTION, { environment: "local" })).toThrow(/<app secret>/);
});

test("sends a command of the AWS CLI as the operation that it is, and throws what the service refuses", async () => {
  const server = await startSecretsManager({ invokeFunction: async () => ({ ok: true }) });
  const client = new SecretsManagerClient({
    endpoint: server.url,
    region: server.region,
    credentials: { accessKeyId: "TEST", secretAccessKey: "not-checked" },
  });
  try {
    const SecretId = "local/shop";
    await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: "{}" }));
    await client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    const context = { gateway: { url: server.url } } as PrintedContext; // no Terraform is run here
    const [remove = "", restore = ""] = commandsInSection("redeploy.md", SECTION, VALUES);
    await runPrinted(context, restore);
    const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId }));
    expect(DeletedDate).toBeUndefined();
    await runPrinted(context, remove);
    await expect(runPrinted(context, restore)).rejects.toThrow(/RestoreSecret: 400 .*ResourceNotFoundException/);
    await expect(runPrinted(context, "rm -r x")).rejects.toThrow("not run here");
  } finally {
    client.destroy();
    await server.close();
  }
});
