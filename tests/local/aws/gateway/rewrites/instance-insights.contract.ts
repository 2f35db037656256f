import { forgetInstanceInsights, instanceInsights } from "../../../../../local/aws/gateway/rewrites/instance-insights";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

const INSTANCE = {
  Engine: "mysql",
  DBInstanceClass: "db.t4g.micro",
  AllocatedStorage: "20",
  MasterUsername: "admin",
  ManageMasterUserPassword: "true",
};
const WATCHED = {
  EnablePerformanceInsights: "true",
  PerformanceInsightsRetentionPeriod: "7",
  DatabaseInsightsMode: "standard",
};

async function seen(ask: Asker, identifier: string): Promise<unknown> {
  const xml = await ask.form("rds", { Action: "DescribeDBInstances", DBInstanceIdentifier: identifier });
  const names = ["PerformanceInsightsEnabled", "PerformanceInsightsRetentionPeriod", "MonitoringInterval"];
  return names.map((name) => new RegExp(`<${name}>([^<]*)`).exec(xml)?.[1]);
}

declareRewrite(instanceInsights, {
  async observe(ask, suffix) {
    const named = { DBInstanceIdentifier: `db-${suffix}` };
    await ask.form("rds", { Action: "CreateDBInstance", ...named, ...INSTANCE, ...WATCHED });
    const first = await seen(ask, named.DBInstanceIdentifier);
    await ask.form("rds", { Action: "ModifyDBInstance", ...named, MonitoringInterval: "60" });
    return [first, await seen(ask, named.DBInstanceIdentifier)];
  },
  expected: [
    ["true", "7", undefined],
    ["true", "7", "60"],
  ],
});

declareRewrite(forgetInstanceInsights, {
  async observe(ask, suffix) {
    const named = { DBInstanceIdentifier: `again-${suffix}` };
    await ask.form("rds", { Action: "CreateDBInstance", ...named, ...INSTANCE, ...WATCHED });
    await ask.form("rds", { Action: "DeleteDBInstance", ...named, SkipFinalSnapshot: "true" });
    await ask.form("rds", { Action: "CreateDBInstance", ...named, ...INSTANCE });
    return seen(ask, named.DBInstanceIdentifier);
  },
  expected: [undefined, undefined, undefined],
});
