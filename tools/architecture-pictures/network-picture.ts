import { text } from "../../local/terminal/markup";
import type { SynthesizedResource, SynthesizedStack } from "../../ops/review/model/synthesized";
import { arrow, type Box, box, frame, svg, WIDTH } from "./drawing";

const LEFT = { x: 30, width: 150, height: 56 };
const RIGHT = { x: 264, width: 150, height: 56 };
/** Where each security group's members are drawn, and what they are. */
const PLACES: Readonly<Record<string, Box>> = {
  function: { ...LEFT, y: 140 },
  clients: { ...LEFT, y: 230 },
  bastion: { ...LEFT, y: 320 },
  endpoints: { ...RIGHT, y: 134, height: 68 },
  database: { ...RIGHT, y: 275 },
};
const NAMES: Readonly<Record<string, readonly string[]>> = {
  function: ["rotation function"],
  clients: ["applications", "with the clients' group"],
  bastion: ["bastion", "forwards only"],
};
const SERVICES: Readonly<Record<string, string>> = { secretsmanager: "Secrets Manager", rds: "RDS API", s3: "S3" };

interface Way {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/** The network and every way through it, from the synthesized rules. Throws when a rule leads between groups that have no place here. */
export function networkPicture(stacks: readonly SynthesizedStack[]): string {
  const all = stacks.flatMap(({ resources }) => [...resources.values()]);
  const ways = all.filter(({ type }) => type === "aws_vpc_security_group_egress_rule").flatMap(wayOf);
  const people = all.filter(
    ({ type, attributes }) => type === "aws_vpc_security_group_ingress_rule" && "cidr_ipv4" in attributes,
  );
  const entrance = people.map(({ attributes }) => `port ${attributes.to_port} from ${attributes.cidr_ipv4}`).join(", ");
  const vpc = String(all.find(({ type }) => type === "aws_vpc")?.attributes.cidr_block);
  const zones = new Set(
    all.filter(({ type }) => type === "aws_subnet").map(({ attributes }) => String(attributes.availability_zone)),
  );
  const services = interfaceEndpoints(all);
  const portTo = (name: string): string =>
    `port ${[...new Set(ways.filter(({ to }) => to === name).map(({ port }) => port))].join(", ")}`;
  const invoker = all.find(({ type }) => type === "aws_lambda_permission");
  if (invoker === undefined) throw new Error("the stacks let no service invoke the rotation function");
  const manager: Box = { ...RIGHT, y: 20, height: 44 };
  const caller: Box = { ...LEFT, y: 424, height: 40 };
  const labels = {
    ...NAMES,
    endpoints: [`endpoints, ${portTo("endpoints")}`, ...services],
    database: ["database", portTo("database")],
  };
  return svg(
    480,
    "Network and access paths",
    `A VPC (${vpc}) in ${zones.size} zones. ${ways.map(({ from, to, port }) => `${from} to ${to} on port ${port}`).join("; ")}. People reach the bastion: ${entrance || "through AWS, without an open port"}. Secrets Manager invokes the function. Private subnets have no route to the internet.`,
    [
      frame({ x: 10, y: 84, width: WIDTH - 20, height: 312 }),
      text(418, 366, "muted end", `VPC ${vpc}, ${zones.size} zones`),
      text(418, 384, "muted end", "private subnets: no route out"),
      box(manager, ["Secrets Manager"]),
      ...Object.entries(PLACES).map(([name, place]) => box(place, labels[name as keyof typeof labels] ?? [name])),
      ...ways.map(({ from, to, port }) =>
        arrow(`${from} to ${to}, port ${port}`, ...between(placeOf(from), placeOf(to))),
      ),
      arrow("Secrets Manager invokes the function for each step", [manager.x, 42], [105, 42], [105, 138]),
      text(112, 36, "muted", "invokes each step"),
      arrow("private DNS leads to the endpoint", [339, 134], [339, 66]),
      box(caller, ["people"]),
      arrow(entrance, [105, 424], [105, 378]),
      text(190, 449, "muted", entrance || "through AWS, no open port"),
    ],
  );
}

/** The services of the interface endpoints, which security groups lead to. */
function interfaceEndpoints(all: readonly SynthesizedResource[]): readonly string[] {
  return all
    .filter(({ type, attributes }) => type === "aws_vpc_endpoint" && attributes.vpc_endpoint_type === "Interface")
    .map(({ attributes }) => String(attributes.service_name).split(".").at(-1) ?? "")
    .sort()
    .reverse()
    .map((name) => SERVICES[name] ?? name);
}

/** A rule from one group to another; rules to address ranges and prefix lists lead out of this picture. */
function wayOf({ attributes }: SynthesizedResource): readonly Way[] {
  const [from, to] = [attributes.security_group_id, attributes.referenced_security_group_id].map(
    (id) => /aws_security_group\.(\w+)_group/.exec(String(id))?.[1],
  );
  return from === undefined || to === undefined ? [] : [{ from, to, port: Number(attributes.to_port) }];
}

function placeOf(name: string): Box {
  const place = PLACES[name];
  if (place === undefined)
    throw new Error(`the picture of the network has no place for the security group ${name}: add it to PLACES`);
  return place;
}

function between(from: Box, to: Box): readonly (readonly [number, number])[] {
  const shift = (to.y - from.y) / 12;
  return [
    [from.x + from.width, from.y + from.height / 2 + shift],
    [to.x - 1, to.y + to.height / 2 - shift],
  ];
}
