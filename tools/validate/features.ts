import type { KeyReference } from "../configuration-reference/schema-keys";

/** Something that an environment file can choose: values at dotted paths. A value `undefined` takes the key away. */
export interface Feature {
  readonly name: string;
  readonly set: Readonly<Record<string, unknown>>;
}

const ACCOUNT = "111122223333";
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const keyArn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/12345678-1234-4234-8234-123456789012`;
const reason = "an example of a written reason";
const subnets = (...digits: number[]) => digits.map((digit) => `subnet-0123456789abcdef${digit}`);

/**
 * Values of keys whose choices cannot be listed from the schema: one or more for each. A test fails when the schema has such
 * a key and this table has not.
 */
export const EXAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  "target.stateRegion": ["eu-central-1"],
  "target.statePrefix": ["databases/shop"],
  "target.stateKeyArn": [keyArn],
  "target.stateRole": [role("state")],
  "deployRoles.network": [role("network")],
  "deployRoles.database": [role("database")],
  "deployRoles.bastion": [role("bastion")],
  "deployRoles.appSecret": [role("app-secret")],
  owner: ["payments team"],
  costCentre: ["4711"],
  source: ["platform/databases"],
  tags: [{ "data-class": "internal" }],
  "network.zones": [
    [{ name: "eu-west-1a" }, { name: "eu-west-1b" }, { name: "eu-west-1c" }],
    [
      { name: "eu-west-1a", publicCidr: "10.1.0.0/24", privateCidr: "10.1.10.0/24", intraCidr: "10.1.20.0/24" },
      { name: "eu-west-1b", publicCidr: "10.1.1.0/24", privateCidr: "10.1.11.0/24", intraCidr: "10.1.21.0/24" },
    ],
  ],
  "network.cidr": ["10.1.0.0/20"],
  "network.vpc.databaseSubnetIds": [subnets(5, 6)],
  "bastion.allowedCidrs": [["203.0.113.7/32", { value: "0.0.0.0/0", reason }]],
  "bastion.instanceType": ["t3.nano", "t4g.nano"],
  "bastion.imageId": ["ami-0123456789abcdef0"],
  "bastion.nightlyStop": [{ at: "20:00", timeZone: "Europe/Berlin" }],
  "database.engineVersion": ["8.0", "8.4.7"],
  "database.instanceClass": ["db.m7g.large"],
  "database.storageGib": [400],
  "database.maxStorageGib": [1000],
  "database.port": [3307],
  "database.adminUsername": ["root_of_shop"],
  "database.adminRotation": [
    { schedule: { everyDays: 30 } },
    { schedule: { everyHours: 12 } },
    { schedule: { cron: "0 4 ? * SUN *" }, windowHours: 2 },
  ],
  "database.backupDays": [35, { value: 0, reason }, { value: 1, reason }],
  "database.storageKeyArn": [keyArn],
  "database.backupWindow": ["01:00-02:00"],
  "database.maintenanceWindow": ["mon:02:30-mon:03:30"],
  "database.snapshotIdentifier": ["before-the-move"],
  "database.parameters": [{ max_connections: 500, innodb_ft_min_token_size: { value: 2, afterRestart: true } }],
  "database.slowStatementSeconds": [10],
  "database.exportedLogs": [["error"], []],
  "rotationFunction.arn": [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:shared-rotation`],
  "rotationFunction.memoryMb": [1024],
  "rotationFunction.reservedConcurrency": [50, { value: "unreserved", reason }],
  "rotationFunction.passwordPolicy.length": [64, { value: 15, reason }],
  "rotationFunction.passwordPolicy.excludeCharacters": ["/@\"'\\ :"],
  "appSecrets[].userHost": ["10.1.%"],
  "appSecrets[].privileges": [["SELECT", "INSERT", "UPDATE", "DELETE"]],
  "appSecrets[].schedule": [{ everyDays: 30 }, { everyHours: 12 }, { cron: "0 3 ? * MON-FRI *" }],
  "appSecrets[].windowHours": [1],
  "appSecrets[].maxCredentialAgeDays": [90],
  "appSecrets[].recoveryWindowDays": [7, { value: 0, reason }],
  "appSecrets[].deletionRoles": [{ value: [role("breakglass")], reason: "this role deploys, too" }],
  "appSecrets[].consumerRoles": [[role("shop")]],
  "appSecrets[].replicaRegions": [["eu-central-1"], ["eu-central-1", "us-east-1"]],
  "monitoring.alertEmails": [["on-call@example.com", "databases@example.com"]],
  "monitoring.rotationEmails": [["audit@example.com"]],
  "monitoring.auditHourUtc": [23],
  "quotas.lambdaConcurrency": [2000],
  "quotas.alarms": [10_000],
  "quotas.managedPolicies": [5000],
  "quotas.policiesPerRole": [20],
};

/** Choices that need more than one key at once. */
export const TOGETHER: readonly Feature[] = [
  {
    name: "an existing VPC",
    set: {
      network: {
        vpc: {
          id: "vpc-0123456789abcdef0",
          privateSubnetIds: subnets(1, 2),
          publicSubnetIds: subnets(3),
          endpointsOpenTo: ["10.20.0.0/16", "sg-0123456789abcdef0"],
        },
        egress: "endpoints",
      },
    },
  },
  {
    name: "an existing VPC with its own ways to AWS",
    set: {
      network: { vpc: { id: "vpc-0123456789abcdef0", privateSubnetIds: subnets(1, 2) }, egress: "existing" },
      bastion: { mode: "none" },
    },
  },
  { name: "a bastion in ssm mode", set: { bastion: { mode: "ssm" } } },
  { name: "a bastion in eice mode", set: { bastion: { mode: "eice" } } },
  { name: "no bastion", set: { bastion: { mode: "none" } } },
  { name: "no public subnets", set: { bastion: { mode: "ssm" }, "network.publicSubnets": false } },
  {
    name: "provisioned storage",
    set: {
      "database.storageType": "io2",
      "database.storageGib": 400,
      "database.storageIops": 4000,
      "database.maxStorageGib": 1000,
    },
  },
  {
    name: "faster gp3 storage",
    set: {
      "database.storageGib": 400,
      "database.maxStorageGib": 1000,
      "database.storageIops": 12000,
      "database.storageThroughputMibps": 500,
    },
  },
  { name: "MariaDB 11.4", set: { "database.engine": "mariadb", "database.engineVersion": "11.4" } },
  { name: "MariaDB 10.11", set: { "database.engine": "mariadb", "database.engineVersion": "10.11" } },
  {
    name: "a user of MariaDB that changes itself",
    set: {
      "database.engine": "mariadb",
      "database.engineVersion": "11.4",
      "appSecrets[].strategy": { value: "single-user", reason },
    },
  },
  {
    name: "users that came with a snapshot",
    set: { "database.snapshotIdentifier": "before-the-move", "appSecrets[].snapshotSecret": "prod/shop" },
  },
  { name: "an emulator", set: { target: { kind: "emulator" } } },
];

/** Every feature: each choice that the schema lists, each example, and what goes together. */
export function features(keys: readonly KeyReference[]): readonly Feature[] {
  const single = keys.flatMap(({ path, choices }) =>
    [...choices, ...(EXAMPLES[path] ?? [])].map((value) => ({
      name: `${path} = ${JSON.stringify(value)}`,
      set: { [path]: value },
    })),
  );
  return [...TOGETHER, ...single];
}
