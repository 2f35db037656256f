import { table } from "../output/table";
import type { CostLine } from "./cost-lines";
import type { EnvironmentCost } from "./environment-cost";
import { PRICED_REGION, PRICES_AS_OF } from "./prices";

/** `12.34`, with a sign of approximation where it is an estimate; a dash where there is no price. */
export function usd(amount: number | undefined, isEstimate = false): string {
  return amount === undefined ? "-" : `${isEstimate ? "~" : ""}${amount.toFixed(2)}`;
}

/** The costs as people read them: equal parts of a stack in one row, the dearest first. */
export function costText(region: string, cost: EnvironmentCost): string {
  const rows = grouped(cost.lines).map(({ stack, what, count, usd: amount, isEstimate }) => [
    stack,
    count > 1 ? `${count} × ${what}` : what,
    usd(amount, isEstimate),
  ]);
  return [
    table(["stack", "what", "USD a month"], [...rows, ["", "total", usd(cost.totalUsd, cost.isEstimate)]]),
    "",
    `each further app secret like the first: ${usd(cost.perSecretUsd)} a month`,
    `not in it, because it depends on use: ${cost.byUse.join(", ")}, data transfer, backups beyond the size of the storage, calls of Secrets Manager and KMS`,
    `on-demand list prices of ${PRICES_AS_OF}, 730 hours a month, without tax and discounts`,
    ...(region === PRICED_REGION
      ? []
      : [
          `~ estimated for ${region}: prices of ${PRICED_REGION} plus 10 %; - no price in the table (ops/cost/prices.ts)`,
        ]),
  ].join("\n");
}

function grouped(lines: readonly CostLine[]): readonly (CostLine & { readonly count: number })[] {
  const groups = new Map<string, CostLine & { readonly count: number }>();
  for (const line of lines) {
    const type = line.address.split(".")[0] ?? "";
    const key = `${line.stack} ${type} ${line.what}`;
    const found = groups.get(key);
    const amount = found === undefined || line.usd === undefined ? line.usd : (found.usd ?? 0) + line.usd;
    groups.set(key, { ...line, what: named(type, line.what), usd: amount, count: (found?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort(
    (one, other) => (other.usd ?? Number.POSITIVE_INFINITY) - (one.usd ?? Number.POSITIVE_INFINITY),
  );
}

/** Where the part alone does not say what it belongs to. */
function named(type: string, what: string): string {
  const owners: Readonly<Record<string, string>> = {
    aws_vpc_endpoint: "interface endpoint ",
    aws_db_instance: "database: ",
    aws_instance: "bastion: ",
  };
  return `${owners[type] ?? ""}${what}`;
}
