import { destroyEnvironment } from "../../../ops/delivery/destroy-environment";
import { stubEnvironment } from "./stub-environment";

const destroy = (stub: ReturnType<typeof stubEnvironment>, destroyed: () => void, lines: string[] = []) =>
  destroyEnvironment({
    ...stub.options,
    onProgress: (line) => lines.push(line),
    ask: async () => "dev",
    destroyStacks: async () => destroyed(),
  });

describe("an environment that is destroyed", () => {
  it("is not called destroyed while a state still holds a resource", async () => {
    const stub = stubEnvironment();
    stub.plan("dev-network", null);
    await expect(destroy(stub, () => undefined)).rejects.toThrow(/still in its states:\n {2}dev-network: aws_vpc.vpc/);
  });

  it("is not called destroyed when a state cannot be read", async () => {
    const stub = stubEnvironment();
    stub.plan("dev-network", null);
    const lines: string[] = [];
    await expect(destroy(stub, () => stub.append("dev-network", "unreadable", "x"), lines)).rejects.toThrow(
      /terraform state pull failed/,
    );
    expect(lines.join("\n")).not.toContain("every state is empty");
  });
});
