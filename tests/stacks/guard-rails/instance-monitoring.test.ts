import { instanceMonitoring } from "../../../stacks/guard-rails/instance-monitoring";
import { foundIn } from "../../support/guard-rail-fixture";

const monitored = (monitoring?: boolean) => foundIn(instanceMonitoring, { aws_instance: { bastion: { monitoring } } });

describe("instance-monitoring", () => {
  test("accepts detailed monitoring, and finds anything else", () => {
    expect(monitored(true)).toEqual([]);
    expect(monitored(false)).toEqual(["sample-one/bastion: monitoring = false"]);
    expect(monitored()).toEqual(["sample-one/bastion: monitoring = nothing"]);
  });
});
