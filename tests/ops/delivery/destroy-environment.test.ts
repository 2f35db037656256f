import { destroyEnvironment } from "../../../ops/delivery/destroy-environment";
import type { DestroyFinding } from "../../../ops/destroy/destroy-checks";
import { stubEnvironment } from "./stub-environment";

const destroy = (
  stub: ReturnType<typeof stubEnvironment>,
  destroyed: () => void,
  lines: string[] = [],
  findings: readonly DestroyFinding[] = [],
  typed = "dev",
) =>
  destroyEnvironment({
    ...stub.options,
    findings,
    onProgress: (line) => lines.push(line),
    ask: async () => typed,
    destroyStacks: async () => destroyed(),
  });

/** A destroy that takes everything out of the states. */
const emptying = (stub: ReturnType<typeof stubEnvironment>) => () => {
  stub.empty("dev-network");
  stub.empty("dev-database");
};

describe("an environment that is destroyed", () => {
  it("is refused at a blocker of destroy-check, before anything is planned or asked", async () => {
    const stub = stubEnvironment();
    stub.plan("dev-network", null);
    const lines: string[] = [];
    let isDestroyed = false;
    const blocker = { kind: "blocks", what: "prod rotates with its function", remedy: "give prod another" } as const;
    const running = destroy(stub, () => (isDestroyed = true), lines, [blocker]);
    await expect(running).rejects.toMatchObject({
      code: "destroy_blocked",
      message: expect.stringContaining("prod rotates with its function\n    what to do: give prod another"),
    });
    expect({ isDestroyed, lines }).toEqual({ isDestroyed: false, lines: [] });
  });

  it("stays as it is when another name is typed", async () => {
    const stub = stubEnvironment();
    stub.plan("dev-network", null);
    let isDestroyed = false;
    await expect(destroy(stub, () => (isDestroyed = true), [], [], "prod")).rejects.toMatchObject({
      code: "not_confirmed",
      message: expect.stringContaining('nothing was destroyed: found "prod"; allowed: dev'),
    });
    expect(isDestroyed).toBe(false);
  });

  it("shows before the question what only some roles may do, and after it what stays behind", async () => {
    const stub = stubEnvironment();
    stub.plan("dev-network", null);
    const lines: string[] = [];
    await destroy(stub, emptying(stub), lines, [
      { kind: "blocks", what: "a role may", remedy: "be that role", dependsOnRole: true },
      { kind: "stays", what: "an interface", isGoneAtTheEnd: true },
      { kind: "stays", what: "a snapshot" },
      { kind: "stays", what: "a name", remedy: "restore it" },
    ]);
    expect(lines).toEqual([
      "dev-network: 1 resources",
      "- a role may: be that role",
      "dev: destroyed; every state is empty",
      "Stays behind:",
      "- a snapshot",
      "- a name; restore it",
    ]);
  });

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
