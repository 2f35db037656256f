import { BATCH_RULES } from "./batch";
import { DELETION_RULES } from "./deletion";
import { DETAIL_RULES } from "./details";
import { FILTER_RULES } from "./filters";
import { ContractKit } from "./kit";
import { LABEL_RULES } from "./labels";
import { REPLICAS_ELSEWHERE_RULES } from "./replicas-elsewhere";
import { REPLICATION_RULES } from "./replication";
import { ROTATION_FAILURE_RULES } from "./rotation-failure";
import { ROTATION_RUN_RULES } from "./rotation-run";
import { ROTATION_SETUP_RULES } from "./rotation-setup";
import type { ContractTarget, Rule, RunningTarget } from "./rule";
import { TOKEN_RULES } from "./tokens";
import { VALUE_RULES } from "./values";
import { VERSION_RULES } from "./versions";

/** Every rule of Secrets Manager that this project relies on or rehearses against. Titles are unique. */
export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "staging labels": LABEL_RULES,
  "tokens and idempotence": TOKEN_RULES,
  "versions and their quota": VERSION_RULES,
  "finding, reading and writing": VALUE_RULES,
  "reading several secrets": BATCH_RULES,
  "filters of lists": FILTER_RULES,
  "deletion and recovery": DELETION_RULES,
  replicas: REPLICATION_RULES,
  "replicas in their own Region": REPLICAS_ELSEWHERE_RULES,
  "details and random passwords": DETAIL_RULES,
  "configuring rotation": ROTATION_SETUP_RULES,
  "running a rotation": ROTATION_RUN_RULES,
  "rotations that fail": ROTATION_FAILURE_RULES,
};

/**
 * Declares one test a rule, for one endpoint. A rule that the endpoint is known not to follow is tested for what the
 * endpoint does instead, so that the list of deviations stays true. A rule that needs what the endpoint cannot do is
 * not declared.
 */
export function declareSecretsManagerContract(target: ContractTarget): void {
  describe(`the rules of Secrets Manager, on ${target.name}`, () => {
    let running: RunningTarget | undefined;
    let kit: ContractKit | undefined;

    beforeAll(async () => {
      running = await target.start();
      kit = new ContractKit(running);
    });

    afterAll(async () => {
      kit?.client.destroy();
      await running?.stop();
    });

    const observe = (rule: Rule): Promise<unknown> => {
      if (kit === undefined) throw new Error(`${target.name} did not start`);
      return rule.observe(kit);
    };

    for (const [group, rules] of Object.entries(RULES)) {
      const offered = rules.filter((rule) => isOffered(rule, target));
      if (offered.length === 0) continue;
      describe(group, () => {
        for (const rule of offered) declareRule(rule, target, observe);
      });
    }

    test("every deviation names a rule that is observed here", () => {
      const titles = Object.values(RULES)
        .flat()
        .filter((rule) => isOffered(rule, target))
        .map((rule) => rule.title);
      expect(new Set(titles).size).toBe(titles.length);
      expect(Object.keys(target.deviations).filter((title) => !titles.includes(title))).toEqual([]);
    });
  });
}

function declareRule(rule: Rule, target: ContractTarget, observe: (rule: Rule) => Promise<unknown>): void {
  const deviation = target.deviations[rule.title];
  if (deviation === undefined) {
    test(rule.title, async () => {
      expect(await observe(rule)).toEqual(rule.expected);
    });
  } else if (target.deviationsApply) {
    test(`not followed (${deviation.instead}): ${rule.title}`, async () => {
      expect(await observe(rule)).toEqual(deviation.observed);
      expect(deviation.observed).not.toEqual(rule.expected);
    });
  }
}

function isOffered(rule: Rule, { offers }: ContractTarget): boolean {
  return (!rule.needs?.includes("function") || offers.function) && (!rule.needs?.includes("clock") || offers.clock);
}
