import { flowLogs } from "../../../stacks/guard-rails/flow-logs";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const vpcs = { aws_vpc: { vpc: {}, other: {} } };
const log = (id: string, trafficType: string) => ({
  vpc_id: expression(`aws_vpc.${id}.id`),
  traffic_type: trafficType,
});

describe("flow-logs", () => {
  test("accepts VPCs whose whole traffic is recorded", () => {
    const logs = { one: log("vpc", "ALL"), two: log("other", "ALL") };
    expect(foundIn(flowLogs, { ...vpcs, aws_flow_log: logs })).toEqual([]);
  });

  test("finds a VPC without, and one whose refused traffic alone is recorded", () => {
    expect(foundIn(flowLogs, { ...vpcs, aws_flow_log: { one: log("other", "REJECT") } })).toEqual([
      "sample-one/vpc: no flow log",
      'sample-one/other: traffic_type = "REJECT"',
    ]);
  });
});
