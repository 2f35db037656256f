import { audit } from "../../../rotation-fn/actions/audit";
import type { AuditContext } from "../../../rotation-fn/actions/audit-findings";
import { SILENT } from "../../support/memory/memory-world";

const ARN = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:";

describe("an audited secret that cannot be described", () => {
  it.each([
    ["its name, where the ARN is whole", `${ARN}prod/shop-AbC123`, "prod/shop"],
    ["its name with what looks like the end of an ARN", `${ARN}shop-orders-AbC123`, "shop-orders"],
    ["the ARN, where it lacks its end", `${ARN}shop-reports/blue`, `${ARN}shop-reports/blue`],
    ["what the event has, where an ARN only stands in it", `of ${ARN}shop-AbC123`, `of ${ARN}shop-AbC123`],
    ["the name that the event has", "prod/shop-AbC123", "prod/shop-AbC123"],
  ])("is called by %s", async (_, secretId, name) => {
    const describe = async () => Promise.reject(new Error("not needed here"));
    const context = { log: SILENT, clock: { now: () => 0 }, secrets: { describe } } as unknown as AuditContext;
    const { secrets } = await audit({ action: "audit", secretIds: [secretId] }, context);
    expect(secrets).toMatchObject([{ secretId, secret: name, healthy: false, auditFailed: true }]);
  });
});
