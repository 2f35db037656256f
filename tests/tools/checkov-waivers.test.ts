import { loadEnvironments } from "../../environments";
import { EnvironmentModel, stackModel } from "../../stacks/guard-rails/environment-model";
import { GUARD_RAILS } from "../../stacks/guard-rails/rules";
import { CHECKOV_WAIVERS } from "../../tools/checkov-waivers";
import { inTemporaryFolder, synthesizeTo } from "../support/synthesized-stacks";

const ofProd = CHECKOV_WAIVERS.filter(({ environments }) => environments.includes("prod"));

/** All that production may do without. A graph check fails there only because checkov sees one stack at a time. */
const PROD_MAY_WAIVE = ["CKV_AWS_116", "CKV_AWS_272", "CKV_AWS_88"];
const isGraphCheck = (check: string) => check.startsWith("CKV2_");

describe("the waivers", () => {
  test("of production are a queue, a signature and the address of an ssh bastion, and graph checks that a rule proves", () => {
    for (const { check, provedBy } of ofProd) {
      expect([check, PROD_MAY_WAIVE.includes(check) || (isGraphCheck(check) && provedBy !== undefined)]).toEqual([
        check,
        true,
      ]);
    }
  });

  test("of production name each resource", () => {
    expect(ofProd.flatMap(({ at }) => at).filter((at) => !/^[a-z-]+\/[\w-]+$/.test(at))).toEqual([]);
  });

  test("say why, each once, in environments that exist", () => {
    const names = Object.keys(loadEnvironments());
    for (const { check, reason, environments } of CHECKOV_WAIVERS) {
      expect([check, reason.length > 25]).toEqual([check, true]);
      expect(environments.filter((environment) => !names.includes(environment))).toEqual([]);
    }
    const checks = CHECKOV_WAIVERS.map(({ check }) => check);
    expect(new Set(checks).size).toBe(checks.length);
  });
});

type Stacks = Record<string, Record<string, unknown>>;

/** Production as it is synthesized, with one thing broken. */
function prodWith(breakIt: (stacks: Stacks) => void): EnvironmentModel {
  const { prod } = loadEnvironments();
  const stacks: Stacks = inTemporaryFolder("proofs-", (folder) =>
    Object.fromEntries([...synthesizeTo(folder, [prod])].map(([id, { text }]) => [id, JSON.parse(text)])),
  );
  breakIt(stacks);
  return new EnvironmentModel(
    "prod",
    Object.entries(stacks).map(([id, json]) => stackModel(id, json)),
  );
}

function without(stacks: Stacks, stack: string, type: string, id: string, argument?: string): void {
  const byId = (stacks[stack]?.resource as Stacks | undefined)?.[type] as Stacks | undefined;
  const resource = byId?.[id];
  if (resource === undefined) throw new Error(`production has no ${stack}/${type}.${id}`);
  if (argument === undefined) delete byId?.[id];
  else delete resource[argument];
}

/** For each graph check that a rule replaces: what the check is about, done to production, and where the rule finds it. */
const PROOFS: Readonly<Record<string, { readonly breakIt: (stacks: Stacks) => void; readonly foundAt: string }>> = {
  CKV2_AWS_5: {
    breakIt: (stacks) => without(stacks, "prod-database", "aws_db_instance", "instance", "vpc_security_group_ids"),
    foundAt: "prod-network/database_group",
  },
};

describe("a graph check that is waived", () => {
  const proved = CHECKOV_WAIVERS.filter(({ check }) => isGraphCheck(check));

  test.each(proved)("$check is proved by the rule $provedBy over all stacks of production", ({ check, provedBy }) => {
    const rail = GUARD_RAILS.find(({ name }) => name === provedBy);
    const proof = PROOFS[check];
    if (rail === undefined || proof === undefined) throw new Error(`${check}: no such rule, or no proof in this test`);
    expect(rail.check(prodWith(() => undefined))).toEqual([]);
    expect(rail.check(prodWith(proof.breakIt)).map(({ path }) => path)).toEqual([proof.foundAt]);
  });
});
