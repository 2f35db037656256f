import { readFileSync } from "node:fs";
import path from "node:path";
import { writeProviderLock } from "../../../ops/delivery/write-provider-lock";
import { stubEnvironment } from "./stub-environment";

describe("the lock file of the providers", () => {
  it("is written anew where the stacks cannot be initialized: with the old one, or without credentials", async () => {
    const stub = stubEnvironment();
    stub.append("dev-network", "refuses-init", "");
    stub.append("dev-network", ".terraform.lock.hcl", "an older provider");
    const outFile = path.join(stub.options.project, "provider.lock.hcl");
    await writeProviderLock({ ...stub.options, platforms: ["linux_amd64", "darwin_arm64"], outFile });
    expect(readFileSync(outFile, "utf8")).toBe("lock -platform=linux_amd64 -platform=darwin_arm64");
  });
});
