import { METRIC_NAMESPACE, METRICS } from "../../rotation-fn/settings";
import { asList, asObject } from "../../stacks/guard-rails/json";
import type { Attributes } from "../review/model/change";
import { DATABASE_HOURS, HOURS_A_MONTH, INSTANCE_HOURS, PRICES, type Price, priceIn } from "./prices";

/** A part of the monthly price of an environment. */
export interface CostLine {
  readonly stack: string;
  /** `aws_db_instance.instance` */
  readonly address: string;
  readonly what: string;
  /** US dollars a month; undefined where the table has no price for it. */
  readonly usd: number | undefined;
  /** Not the price of this region, but derived from another one's. */
  readonly isEstimate: boolean;
}

/** A stack as far as it costs: synthesized, or one side of a plan. */
export interface CostedStack {
  readonly id: string;
  readonly resources: ReadonlyMap<string, CostedResource>;
}

interface CostedResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
}

interface Part {
  readonly what: string;
  readonly price: Price | undefined;
  /** So many of the price's units a month. */
  readonly count: number;
}

const monthly = (what: string, price: Price | undefined, count = 1): Part => ({ what, price, count });
const hourly = (what: string, price: Price | undefined, count = 1): Part => monthly(what, price, count * HOURS_A_MONTH);

type Pricing = (attributes: Attributes) => readonly Part[];

/** What a type of resource costs by existing. */
export const PRICED_TYPES: Readonly<Record<string, Pricing>> = {
  aws_db_instance: (attributes) => {
    const zones = attributes.multi_az === true ? 2 : 1;
    const kind = String(attributes.instance_class);
    const gigabytes = Number(attributes.allocated_storage ?? 0);
    const inZones = zones === 2 ? ", two zones" : "";
    return [
      hourly(`${kind}${inZones}`, DATABASE_HOURS[kind], zones),
      monthly(
        `${gigabytes} GB ${String(attributes.storage_type ?? "gp3")}${inZones}`,
        attributes.storage_type === "gp3" ? PRICES.databaseGp3 : undefined,
        gigabytes * zones,
      ),
      ...(attributes.manage_master_user_password === true ? [monthly("admin secret", PRICES.secret)] : []),
    ];
  },
  aws_instance: (attributes) => {
    const kind = String(attributes.instance_type);
    const gigabytes = Number(asObject(asList([attributes.root_block_device].flat())[0]).volume_size ?? 0);
    return [
      hourly(kind, INSTANCE_HOURS[kind]),
      monthly(`${gigabytes} GB gp3`, PRICES.volumeGp3, gigabytes),
      ...(attributes.associate_public_ip_address === true ? [hourly("public address", PRICES.publicAddress)] : []),
      // Detailed monitoring: seven metrics. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html
      ...(attributes.monitoring === true ? [monthly("7 metrics every minute", PRICES.customMetric, 7)] : []),
    ];
  },
  aws_nat_gateway: () => [hourly("NAT gateway", PRICES.natGateway)],
  // Of a NAT gateway. The address of a bastion costs the same whether it is an Elastic IP or not, and is counted with the host.
  aws_eip: ({ instance }) => (instance === undefined ? [hourly("public address", PRICES.publicAddress)] : []),
  aws_vpc_endpoint: ({ vpc_endpoint_type: type, subnet_ids: subnets }) =>
    type === "Interface"
      ? [hourly(`in ${asList(subnets).length} zones`, PRICES.interfaceEndpoint, asList(subnets).length)]
      : [],
  aws_kms_key: () => [monthly("key", PRICES.kmsKey)],
  aws_secretsmanager_secret: ({ replica }) => [
    monthly("secret", PRICES.secret),
    ...(asList(replica).length === 0
      ? []
      : [monthly(`${asList(replica).length} replicas`, PRICES.secret, asList(replica).length)]),
  ],
  aws_cloudwatch_metric_alarm: () => [monthly("alarm", PRICES.alarm)],
  aws_cloudwatch_dashboard: () => [monthly("dashboard", PRICES.dashboard)],
};

/** Costs by use only: nothing where nothing is written, sent or run. */
export const BY_USE: ReadonlySet<string> = new Set([
  "aws_cloudwatch_log_group",
  "aws_db_snapshot_copy",
  "aws_flow_log",
  "aws_lambda_function",
  "aws_scheduler_schedule",
  "aws_sns_topic",
]);

/** What the resources of the stacks cost a month, each line with its resource. Resources that cost nothing have none. */
export function costLines(region: string, stacks: readonly CostedStack[]): readonly CostLine[] {
  return stacks.flatMap(({ id: stack, resources }) => [
    ...[...resources.values()].flatMap(({ address, type, attributes }) =>
      (PRICED_TYPES[type]?.(attributes) ?? []).map((part) => ({ stack, address, ...lineOf(region, part) })),
    ),
    ...auditMetrics(resources).map(({ address, count }) => ({
      stack,
      address,
      ...lineOf(region, monthly(`${count} custom metrics`, PRICES.customMetric, count)),
    })),
  ]);
}

function lineOf(region: string, { what, price, count }: Part): Pick<CostLine, "what" | "usd" | "isEstimate"> {
  if (price === undefined) return { what, usd: undefined, isEstimate: false };
  const { usd, isEstimate } = priceIn(region, price);
  return { what, usd: usd * count, isEstimate };
}

/** The audit writes all its metrics, also those without an alarm; an alarm on one of them shows that it runs. */
function auditMetrics(
  resources: CostedStack["resources"],
): readonly { readonly address: string; readonly count: number }[] {
  const isAudited = [...resources.values()].some(
    ({ type, attributes }) => type === "aws_cloudwatch_metric_alarm" && attributes.namespace === METRIC_NAMESPACE,
  );
  return isAudited ? [{ address: "metrics of the audit", count: Object.keys(METRICS).length }] : [];
}
