import { withTruth } from "../../../../../local/aws/gateway/databases/instance-answer";

const record = {
  identifier: "main",
  engine: "mysql" as const,
  resourceId: "db-OWN",
  port: 4711,
  adminUsername: "dba",
  adminSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-AbCdEf",
  adminPassword: undefined,
  kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/1",
};
const instance = (identifier: string): string =>
  `<DBInstance><DBInstanceIdentifier>${identifier}</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus>` +
  "<Endpoint><Address>x.rds.amazonaws.com</Address><Port>3306</Port></Endpoint><DbiResourceId>db-ALL</DbiResourceId>" +
  "<MasterUserSecret><SecretArn>arn:of-moto</SecretArn></MasterUserSecret></DBInstance>";

test("an instance that runs is told with the real endpoint, its own id and the admin secret", () => {
  const told = withTruth(instance("main"), () => ({ record, state: "available" }));
  expect(told).toContain("<Endpoint><Address>localhost</Address><Port>4711</Port></Endpoint>");
  expect(told).toContain("<DbiResourceId>db-OWN</DbiResourceId>");
  expect(told).toContain(`<SecretArn>${record.adminSecretArn}</SecretArn><SecretStatus>active</SecretStatus>`);
  expect(told).toContain(`<KmsKeyId>${record.kmsKeyId}</KmsKeyId></MasterUserSecret>`);
  expect(told).not.toContain("of-moto");
});

test.each(["creating", "failed"] as const)("one that is %s has no endpoint", (state) => {
  const told = withTruth(instance("main"), () => ({ record: { ...record, port: undefined }, state }));
  expect(told).toContain(`<DBInstanceStatus>${state}</DBInstanceStatus>`);
  expect(told).not.toContain("<Endpoint>");
});

test("each of several instances is told as it is, and one that is not known stays", () => {
  const both = `<DBInstances>${instance("main")}${instance("other")}</DBInstances>`;
  const told = withTruth(both, (name) => (name === "main" ? { record, state: "available" } : undefined));
  expect(told).toBe(
    `<DBInstances>${withTruth(instance("main"), () => ({ record, state: "available" }))}${instance("other")}</DBInstances>`,
  );
});
