import { z } from "zod";
import { rule } from "../values/rules";
import { crossCheck, type Report } from "./cross-check";

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

/** The rules between region, network and bastion. */
export const regionCheck = crossCheck(readable, ({ region, network, bastion }, reportAt) => {
  const report: Report = (path, message) => reportAt(["network", ...path], message);
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
});
