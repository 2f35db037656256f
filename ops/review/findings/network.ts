import { addressCount, parseCidr } from "../../../environments/values/cidr";
import { type Attributes, changesIn, type ResourceChange, type Review } from "../model/change";
import type { Finding } from "./finding";

/** More addresses than this is no office and no home: a /24. */
const WIDE_ADDRESSES = 256;

/** Security group rules, and other ways in and out that open or close. */
export function network(review: Review): readonly Finding[] {
  return [
    ...changesIn(review, "aws_vpc_security_group_ingress_rule").flatMap((change) => ingress(change)),
    ...changesIn(review, "aws_vpc_security_group_egress_rule").flatMap((change) => egress(change)),
    ...changesIn(review, "aws_route").flatMap((change) => route(change)),
    ...changesIn(review, "aws_instance").flatMap((change) => host(change)),
  ];
}

function ingress(change: ResourceChange): readonly Finding[] {
  const resources = [`${change.stack}: ${change.address}`];
  const [opened, closed] = [sourceOf(change, "after"), sourceOf(change, "before")];
  const [ports, portsBefore] = [portsOf(change.after), portsOf(change.before)];
  if (opened === closed && ports === portsBefore) return [];
  if (opened === undefined) {
    const text = `Closed: ${portsBefore} from ${closed}.`;
    return [
      {
        code: "access_closed",
        severity: "note",
        headline: `${portsBefore} closes for ${closed}`,
        text,
        resources,
      },
    ];
  }
  const addresses = addressesIn(change.after);
  const isWide = addresses > WIDE_ADDRESSES;
  const isPublic = isInternet(opened);
  const width = isPublic
    ? " **That is the whole internet.**"
    : addresses > 1
      ? ` That is ${addresses.toLocaleString("en-US")} addresses.`
      : "";
  const was = closed === undefined ? "" : ` It was ${ports === portsBefore ? "" : `${portsBefore} from `}${closed}.`;
  const text = `Opened: ${ports} from ${opened}.${width}${was} (${String(change.after?.description ?? "no description")})`;
  const headline = isPublic ? `${ports} opens to the whole internet` : `${ports} opens for ${opened}`;
  return [{ code: "access_opened", severity: isWide || isPublic ? "danger" : "attention", headline, text, resources }];
}

function egress(change: ResourceChange): readonly Finding[] {
  const [opened, closed] = [sourceOf(change, "after"), sourceOf(change, "before")];
  if (opened === closed && portsOf(change.after) === portsOf(change.before)) return [];
  const text =
    opened === undefined
      ? `Outgoing ${portsOf(change.before)} to ${closed} closes.`
      : `Outgoing ${portsOf(change.after)} to ${opened} opens.`;
  const headline = text.slice(0, -1).replace("Outgoing", "outgoing");
  const severity = opened !== undefined && isInternet(opened) ? "attention" : "note";
  return [{ code: "egress_changed", severity, headline, text, resources: [`${change.stack}: ${change.address}`] }];
}

function route({ stack, address, before, after, action }: ResourceChange): readonly Finding[] {
  const target = String(after?.destination_cidr_block ?? before?.destination_cidr_block ?? "");
  if (target !== "0.0.0.0/0") return [];
  const verb = action === "create" ? "gets" : action === "delete" ? "loses" : "changes";
  const text = `A route table ${verb} its way to the internet (\`${target}\`).`;
  return [
    {
      code: "internet_route",
      severity: "attention",
      headline: `a route to the internet ${verb === "gets" ? "is added" : "changes"}`,
      text,
      resources: [`${stack}: ${address}`],
    },
  ];
}

function host({ stack, address, action, replacedBecause, before }: ResourceChange): readonly Finding[] {
  if (action !== "replace" && action !== "delete") return [];
  const because =
    replacedBecause.length === 0 ? "" : `, because ${replacedBecause.map((one) => `\`${one}\``).join(", ")} changes`;
  const what =
    action === "replace"
      ? `replaced${because}: its address may change, and open tunnels break`
      : "destroyed: the way to the database for people is gone";
  const headline = `the bastion is ${action === "replace" ? "replaced" : "destroyed"}`;
  const name = before?.id === undefined ? "" : ` \`${String(before.id)}\``;
  return [
    {
      code: "bastion_replaced",
      severity: "attention",
      headline,
      text: `The bastion${name} is ${what}.`,
      resources: [`${stack}: ${address}`],
    },
  ];
}

function isInternet(blocks: string): boolean {
  return blocks.includes("`0.0.0.0/0`") || blocks.includes("`::/0`");
}

function sourceOf(change: ResourceChange, side: "before" | "after"): string | undefined {
  const attributes = change[side];
  if (attributes === undefined) return undefined;
  const { cidr_ipv4: v4, cidr_ipv6: v6, referenced_security_group_id: group, prefix_list_id: list } = attributes;
  const blocks = [v4, v6]
    .filter((block) => typeof block === "string" && block !== "")
    .map((block) => `\`${String(block)}\``);
  if (blocks.length > 0) return blocks.join(", ");
  if (typeof group === "string" && group !== "") return `the security group ${groupName(group, change.name)}`;
  return typeof list === "string" ? `the prefix list \`${list}\`` : "an unknown source";
}

/** Rules are called `<to>_from_<from>` and `<from>_to_<to>`: the name says more than an id or an expression. */
function groupName(group: string, rule: string): string {
  const [, from] = /_from_(\w+)$/.exec(rule) ?? [];
  const [, to] = /_to_(\w+)$/.exec(rule) ?? [];
  const name = from ?? to ?? group;
  return `\`${name}\``;
}

function portsOf(attributes: Attributes | undefined): string {
  const { from_port: from, to_port: to, ip_protocol: protocol } = attributes ?? {};
  if (protocol === "-1") return "every port";
  return from === to ? `port ${String(from)}` : `ports ${String(from)} to ${String(to)}`;
}

function addressesIn(attributes: Attributes | undefined): number {
  const block = typeof attributes?.cidr_ipv4 === "string" ? parseCidr(attributes.cidr_ipv4) : undefined;
  return block === undefined ? 0 : addressCount(block);
}
