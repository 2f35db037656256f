import { shown } from "./json";
import { refersTo } from "./references";
import type { GuardRail } from "./rule";

/** Every connection in a VPC is recorded, accepted and refused ones. An existing VPC is its owner's to watch. */
export const flowLogs: GuardRail = {
  name: "flow-logs",
  check: (environment) => {
    const logs = environment.resources("aws_flow_log");
    return environment.resources("aws_vpc").flatMap((vpc) => {
      const own = logs.filter((log) => refersTo(environment, log.stack, log.values.vpc_id, vpc));
      if (own.some(({ values }) => values.traffic_type === "ALL")) return [];
      return [
        {
          path: vpc.path,
          found: own.length === 0 ? "no flow log" : `traffic_type = ${shown(own[0]?.values.traffic_type)}`,
          allowed: 'a flow log with traffic_type = "ALL"',
          remedy: "make one with flowLogs()",
        },
      ];
    });
  },
};
