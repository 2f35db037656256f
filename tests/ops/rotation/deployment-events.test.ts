import { parseEnvironment } from "../../../environments";
import { reconcileSecret } from "../../../ops/recovery/reconcile-secret";
import { auditSecrets } from "../../../ops/rotation/audit";
import { fakeAws } from "../../support/fake-aws";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

/** Everything that an event may leave out is in this environment. */
const input = sampleWith({
  database: { engine: "mariadb", engineVersion: "11.4", snapshotIdentifier: "prod-final" },
  "appSecrets.0.snapshotSecret": "prod/shop",
});
const sample = parseEnvironment("sample", input);
const appSecret = stacksOf(input)("app-secret");
type Event = Readonly<Record<string, unknown>>;

/** Records what the function is sent. */
function recording(answer: unknown) {
  const events: Event[] = [];
  const record = (event: Event): unknown => {
    events.push(event);
    return answer;
  };
  const instance = {
    identifier: "sample-mariadb",
    host: "db",
    port: 3306,
    status: "available",
    adminSecretArn: "admin",
  };
  return { events, aws: fakeAws({ secrets: {}, instance, answers: { provision: record, audit: record } }) };
}

describe("the event that a command sends", () => {
  it("reconcile: is the deployment's, with the address and the admin that RDS names", async () => {
    const deployed = String(appSecret.resource("aws_lambda_invocation", "provision_shop").input);
    const { tracked, ...event } = JSON.parse(deployed.replace(/:(\$\{[^}]+\})/g, ':"$1"')) as Event;
    expect(event).toMatchObject({ engine: "mariadb", formerSecret: "prod/shop" });
    const { events, aws } = recording({ accounts: [] });
    const [shop] = sample.appSecrets;
    if (shop === undefined) throw new Error("the sample has no app secret");
    await reconcileSecret(aws, sample, shop, "secret");
    expect(events).toEqual([{ ...event, secretId: "secret", adminSecretId: "admin", host: "db", port: 3306 }]);
    // What Terraform remembers of earlier deployments: a command has no state.
    expect(tracked).toMatch(/app_users_shop/);
  });

  it("status, verify and rotate: is the daily schedule's, with the secrets' ARNs, and is not measured for the environment", async () => {
    const { target } = appSecret.resource("aws_scheduler_schedule", "audit_schedule");
    const deployed = (target as { readonly input: string }).input.replace(
      /\$\{aws_secretsmanager_secret\.(\w+)\.arn\}/g,
      "$1",
    );
    const { events, aws } = recording({ secrets: [] });
    await auditSecrets(
      aws.rotationFunction,
      sample.appSecrets.map((settings) => ({ arn: `secret_${settings.name}`, settings })),
    );
    const { environment, ...event } = JSON.parse(deployed) as Event;
    expect(environment).toMatchObject({ name: "sample" });
    expect(events).toEqual([event]);
  });
});
