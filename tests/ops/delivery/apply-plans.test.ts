import { readdirSync } from "node:fs";
import path from "node:path";
import { applyPlans } from "../../../ops/delivery/apply-plans";
import { planEnvironment } from "../../../ops/review/plan-environment";
import { IN_STATE, stubEnvironment } from "./stub-environment";

type Stub = ReturnType<typeof stubEnvironment>;

const review = ({ options, reviewFolder }: Stub, known: ReadonlySet<string> = new Set()) =>
  planEnvironment({ ...options, outFolder: reviewFolder, known });

const apply = ({ options, reviewFolder }: Stub, heard: string[] = []) =>
  applyPlans({ ...options, reviewFolder, onProgress: () => undefined, onLine: (line) => heard.push(line) });

describe("the plans of a review", () => {
  it("are applied, and the log shows Terraform's progress but nothing of a state", async () => {
    const stub = stubEnvironment();
    await review(stub);
    const heard: string[] = [];
    expect(await apply(stub, heard)).toEqual({ applied: ["dev-network"], reviewAgain: [] });
    expect(stub.applied()).toEqual(["dev-network.plan"]);
    expect(heard).toContain("Apply complete!");
    expect(heard.join("\n")).not.toContain(IN_STATE);
  });

  it.each<[string, (stub: Stub) => unknown, RegExp]>([
    ["the commit", ({ commit }) => commit(), /the commit changed/],
    ["the configuration", ({ append }) => append("dev-database", "cdk.tf.json", "\n"), /the configuration changed/],
    ["its own state", ({ changeState }) => changeState("dev-network"), /state of dev-network .*4, found serial 5/],
    [
      "the state of a stack without changes",
      ({ changeState }) => changeState("dev-database"),
      /state of dev-database .*4, found serial 5/,
    ],
  ])("are refused, all of them, when %s has changed since", async (_, change, reason) => {
    const stub = stubEnvironment();
    await review(stub);
    change(stub);
    await expect(apply(stub)).rejects.toMatchObject({
      code: "plans_outdated",
      message: expect.stringMatching(reason),
    });
    expect(stub.applied()).toEqual([]);
  });

  it("are refused when another deployment ended while they were made", async () => {
    const stub = stubEnvironment();
    stub.append("dev-network", "during-plan", "dev-database");
    await review(stub);
    await expect(apply(stub)).rejects.toThrow(/state of dev-database .*4, found serial 5/);
  });

  it("stop in order at Ctrl-C: Terraform writes the state of what it was at, and no further stack begins", async () => {
    const stub = stubEnvironment();
    stub.plan("dev-database", { note: "another note" });
    await review(stub);
    stub.append("dev-network", "slow-apply", "");
    const ctrlC = new AbortController();
    const begun: string[] = [];
    const running = applyPlans({
      ...stub.options,
      reviewFolder: stub.reviewFolder,
      signal: ctrlC.signal,
      onProgress: (line) => begun.push(line),
      onLine: (line) => {
        if (line.startsWith("Still modifying")) ctrlC.abort(new Error("interrupted by SIGINT"));
      },
    });
    await expect(running).rejects.toMatchObject({
      code: "interrupted",
      message: expect.stringMatching(
        /^terraform apply of dev-network was interrupted: .*\napplied no stack before it; .*npm run review -- dev/,
      ),
    });
    expect(begun).toEqual(["applying dev-network"]);
    expect(stub.applied()).toEqual(["dev-network.plan"]);
    expect(stub.serialOf("dev-network")).toBe(5);
    expect(stub.serialOf("dev-database")).toBe(4);
  });

  it("are not kept when the review fails", async () => {
    const stub = stubEnvironment();
    await expect(review(stub, new Set(["a new note"]))).rejects.toMatchObject({ code: "secret_in_report" });
    expect(readdirSync(path.join(stub.reviewFolder, "dev"))).toEqual([]);
  });
});
