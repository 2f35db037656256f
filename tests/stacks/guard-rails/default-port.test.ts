import { defaultPort } from "../../../stacks/guard-rails/default-port";
import { expression } from "../../support/expression";
import { environmentOf, foundBy, fromPart } from "../../support/guard-rail-fixture";

const GROUP = "aws_security_groupdatabase_groupid";

/** A database in one stack, its group and a rule into it in another. */
const reachable = (rule: Record<string, unknown>, port?: number) =>
  foundBy(
    defaultPort,
    environmentOf({
      network: {
        resource: {
          aws_security_group: { database_group: {}, clients_group: {} },
          aws_vpc_security_group_ingress_rule: { way: rule },
        },
        output: { [`cross-stack-output-${GROUP}`]: expression("aws_security_group.database_group.id") },
      },
      database: {
        resource: { aws_db_instance: { instance: { vpc_security_group_ids: [fromPart("network", GROUP)], port } } },
      },
    }),
  );
const into = { security_group_id: expression("aws_security_group.database_group.id"), from_port: 3306 };
const open = { ...into, cidr_ipv4: "10.0.0.0/16" };

describe("default-port", () => {
  test("accepts the default port where only security groups get there", () => {
    const clients = expression("aws_security_group.clients_group.id");
    expect(reachable({ ...into, referenced_security_group_id: clients })).toEqual([]);
  });

  test("accepts another port, and addresses that lead to something else", () => {
    expect(reachable(open, 3307)).toEqual([]);
    expect(reachable({ ...open, security_group_id: expression("aws_security_group.clients_group.id") })).toEqual([]);
  });

  test.each([undefined, 3306])("finds a way from addresses to port %s, across stacks", (port) => {
    expect(reachable(open, port)).toEqual([
      "sample-network/way: a way to sample-database/instance on the default port 3306 that names no security group",
    ]);
  });
});
