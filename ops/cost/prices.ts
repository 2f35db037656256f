/** When the prices were read. They are on-demand list prices in US dollars, without tax, free tier and discounts. */
export const PRICES_AS_OF = "2026-10-16";

/** The region that the table is for. */
export const PRICED_REGION = "us-east-1";

/** What AWS bills in a month: 365 days of 24 hours, divided by 12. */
export const HOURS_A_MONTH = 730;

/** A price of {@link PRICED_REGION}. */
export interface Price {
  readonly usd: number;
  /** A page that quotes it, or AWS's own. */
  readonly source: string;
  /** The same in every commercial region. Others are dearer elsewhere. */
  readonly isGlobal?: true;
}

const SECRETS_MANAGER = "https://aws.amazon.com/secrets-manager/pricing/ (as read on 2026-09-20)";
const VPC = "https://aws.amazon.com/vpc/pricing/ (as read on 2026-09-20)";
const EC2_LIST = "AWS price list for us-east-1, as read on 2026-10-16";
const CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/ (as read on 2026-05-05)";
const RDS = "https://aws.amazon.com/rds/mysql/pricing/ (as read in 2025 and June 2026)";

export const PRICES = {
  /** A month. */
  secret: { usd: 0.4, source: SECRETS_MANAGER, isGlobal: true },
  /** A month; the first two yearly rotations of its material add the same again each. */
  kmsKey: { usd: 1, source: "https://aws.amazon.com/kms/pricing/", isGlobal: true },
  /** A month, standard resolution. */
  alarm: { usd: 0.1, source: CLOUDWATCH, isGlobal: true },
  /** A month, for the first 10,000. */
  customMetric: { usd: 0.3, source: CLOUDWATCH, isGlobal: true },
  /** A month. */
  dashboard: { usd: 3, source: CLOUDWATCH, isGlobal: true },
  /** An hour. */
  natGateway: { usd: 0.045, source: VPC },
  /** An hour in each zone. */
  interfaceEndpoint: { usd: 0.01, source: "https://aws.amazon.com/privatelink/pricing/" },
  /** An hour, in use or not. */
  publicAddress: { usd: 0.005, source: EC2_LIST, isGlobal: true },
  /** A GB and month. */
  volumeGp3: { usd: 0.08, source: EC2_LIST },
  /** A GB and month; twice in a Multi-AZ deployment. */
  databaseGp3: { usd: 0.115, source: RDS },
} as const satisfies Record<string, Price>;

/** An hour of RDS for MySQL or MariaDB in one zone. */
export const DATABASE_HOURS: Readonly<Record<string, Price>> = {
  "db.t4g.micro": { usd: 0.016, source: RDS },
  "db.t4g.small": { usd: 0.032, source: RDS },
  "db.t4g.medium": { usd: 0.065, source: RDS },
  "db.t4g.large": { usd: 0.129, source: RDS },
  "db.m6g.large": { usd: 0.152, source: RDS },
  "db.m7g.large": { usd: 0.168, source: RDS },
};

/** An hour of a Linux instance. */
export const INSTANCE_HOURS: Readonly<Record<string, Price>> = {
  "t4g.nano": { usd: 0.0042, source: EC2_LIST },
  "t4g.micro": { usd: 0.0084, source: EC2_LIST },
};

/**
 * What other regions are assumed to add, for prices that differ by region: Ireland's db.t4g.small is 0.035 an hour (derived from a published bill), 9 % above
 * the table. An estimate, and shown as one.
 */
export const OTHER_REGIONS_ADD = 0.1;

/** In US dollars of the region. */
export function priceIn(region: string, price: Price): { readonly usd: number; readonly isEstimate: boolean } {
  if (region === PRICED_REGION || price.isGlobal) return { usd: price.usd, isEstimate: false };
  return { usd: price.usd * (1 + OTHER_REGIONS_ADD), isEstimate: true };
}
