import { loadEnvironments, parseEnvironment } from "../../../environments";
import { BY_USE, PRICED_TYPES } from "../../../ops/cost/cost-lines";
import { environmentCost } from "../../../ops/cost/environment-cost";
import { TYPE_ACTIONS } from "../../../ops/permissions/actions";
import { opsStacks } from "../../support/ops-stacks";
import { runForTest } from "../../support/ops-world";
import { sampleWith } from "../../support/sample-environment";

const inUs = (changes: Readonly<Record<string, unknown>> = {}) =>
  parseEnvironment(
    "sample",
    sampleWith({
      region: "us-east-1",
      network: { cidr: "10.1.0.0/16", zones: [{ name: "us-east-1a" }, { name: "us-east-1b" }] },
      "database.instanceClass": "db.m7g.large",
      ...changes,
    }),
  );
const costOf = (changes?: Readonly<Record<string, unknown>>) => {
  const environment = inUs(changes);
  return environmentCost(environment, opsStacks(environment));
};
const base = costOf();
const partsOf = (address: string) =>
  base.lines.filter((line) => line.address === address).map(({ what, usd }) => [what, usd?.toFixed(2)]);

describe("ops cost", () => {
  it("multiplies by hours, zones and gigabytes", () => {
    expect(partsOf("aws_db_instance.instance")).toEqual([
      ["db.m7g.large, two zones", "245.28"], // 0.168 × 730 × 2
      ["20 GB gp3, two zones", "4.60"], // 0.115 × 20 × 2
      ["admin secret", "0.40"],
    ]);
    expect(partsOf("aws_vpc_endpoint.endpoint_secretsmanager")).toEqual([["in 2 zones", "14.60"]]); // 0.01 × 730 × 2
    expect(partsOf("aws_instance.instance")).toEqual([
      ["t4g.micro", "6.13"], // 0.0084 × 730
      ["8 GB gp3", "0.64"],
      ["public address", "3.65"],
      ["7 metrics every minute", "2.10"],
    ]);
    // Seven metrics (docs/monitoring.md), six of which have an alarm.
    expect(partsOf("metrics of the audit")).toEqual([["7 custom metrics", "2.10"]]); // 0.30 × 7
    expect(base.isEstimate).toBe(false);
  });

  it("sums what it shows, and adds what one more secret adds", () => {
    const shown = base.lines.reduce((total, { usd = 0 }) => total + usd, 0);
    expect(base.totalUsd).toBeCloseTo(shown, 6);
    const third = { name: "third", database: "shop", username: "third" };
    const more = costOf({ "appSecrets.2": third });
    expect(more.totalUsd - base.totalUsd).toBeCloseTo(base.perSecretUsd, 2);
    expect(base.perSecretUsd).toBeGreaterThanOrEqual(0.4);
  });

  it("counts for one more secret no resource whose name happens to end like the first one's", () => {
    expect(costOf({ "appSecrets.0.name": "key" }).perSecretUsd).toBeCloseTo(base.perSecretUsd, 6);
  });

  it("says where the table has no price", () => {
    const found = costOf({ "database.instanceClass": "db.r7g.16xlarge" });
    expect(found.lines.find(({ address }) => address === "aws_db_instance.instance")).toMatchObject({ usd: undefined });
    expect(found.isEstimate).toBe(true);
  });

  it("knows of each type of resource whether it costs, costs by use, or is free", () => {
    const free =
      /^(data\.|aws_iam_|aws_vpc$|aws_subnet|aws_internet_gateway|aws_route|aws_network_acl|aws_(default_|vpc_)?security_group|aws_key_pair|aws_ec2_instance_connect_endpoint|aws_ssm_document|aws_db_(subnet|parameter|option)_group|aws_kms_alias|aws_scheduler_schedule_group|aws_secretsmanager_secret_(policy|rotation)|aws_lambda_(invocation|permission)|aws_sns_topic_|aws_cloudwatch_event_)/;
    const unknown = Object.keys(TYPE_ACTIONS).filter(
      (type) => PRICED_TYPES[type] === undefined && !BY_USE.has(type) && !free.test(type),
    );
    expect(unknown).toEqual([]);
  });

  it.each(["dev", "staging", "prod"] as const)(
    "prints for %s without an AWS account, estimates marked",
    async (name) => {
      const environments = loadEnvironments;
      const { exitCode, out } = await runForTest(["cost", name], { environments });
      expect(exitCode).toBe(0);
      expect(out).toMatch(/^stack +what +USD a month\n/);
      expect(out).toMatch(/total +~\d+\.\d\d\n/);
      expect(out).toMatch(/each further app secret like the first: \d+\.\d\d a month/);
      expect(out).toContain("~ estimated for eu-west-1");
    },
  );
});
