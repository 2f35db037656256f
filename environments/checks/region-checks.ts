import { z } from "zod";
import { rule } from "../values/rules";

/** What the checks read: they run as soon as this much is there, so that one mistake does not hide the next. */
const readable = z.object({
  region: z.string(),
  network: z.object({
    zones: z
      .array(z.object({ name: z.string() }))
      .readonly()
      .optional(),
    publicSubnets: z.boolean().optional(),
    vpc: z.object({ publicSubnetIds: z.array(z.string()).optional() }).optional(),
  }),
  bastion: z.object({ mode: z.string() }).optional().catch(undefined),
});

export function hasReadableRegion(value: unknown): boolean {
  return readable.safeParse(value).success;
}

/** What must hold between region, network and bastion. */
export function checkRegion({ region, network, bastion }: z.output<typeof readable>, context: z.RefinementCtx): void {
  const report = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path: ["network", ...path], message });
  network.zones?.forEach(({ name }, index) => {
    if (name.startsWith(region)) return;
    report(
      ["zones", index, "name"],
      rule(`a zone of the region ${region}`, "name a zone of this region, or correct the region"),
    );
  });
  if (bastion?.mode !== "ssh") return;
  const remedy = "or choose the bastion mode ssm or eice, which need no public address";
  if (network.vpc !== undefined && network.vpc.publicSubnetIds === undefined) {
    report(["vpc", "publicSubnetIds"], rule("a public subnet, for the ssh bastion", `name one, ${remedy}`));
  }
  if (network.vpc === undefined && network.publicSubnets === false) {
    report(["publicSubnets"], rule("true with an ssh bastion, which stands in one", `leave the key out, ${remedy}`));
  }
}
