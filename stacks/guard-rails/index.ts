import { type App, TerraformResource, type TerraformStack } from "cdktf";
import type { Quotas } from "../../environments/sections/quotas-section";
import { wildcardReasons } from "../shared/policy-document";
import { addressOf, EnvironmentModel, stackModel } from "./environment-model";
import { type BrokenRule, GuardRailError } from "./guard-rail-error";
import { asObject, textsIn } from "./json";
import { GUARD_RAILS } from "./rules";

export { GuardRailError } from "./guard-rail-error";

interface Guarded {
  readonly name: string;
  readonly quotas?: Quotas;
  readonly stacks: readonly TerraformStack[];
}

const guardedByApp = new WeakMap<App, Guarded[]>();

/**
 * Puts an environment's stacks under the guard rails: no synth of the app writes anything before every rule has seen every
 * environment. All findings come in one {@link GuardRailError}.
 *
 * It is a validation and no aspect: the framework runs aspects stack by stack, between the writing of one stack and the
 * next, and these rules look at all stacks together.
 */
export function guard(
  app: App,
  { name, quotas }: Pick<Guarded, "name" | "quotas">,
  stacks: readonly [TerraformStack, ...TerraformStack[]],
): void {
  const environment = { name, stacks, ...(quotas === undefined ? {} : { quotas }) };
  const known = guardedByApp.get(app);
  if (known !== undefined) {
    known.push(environment);
    return;
  }
  const guarded: Guarded[] = [environment];
  guardedByApp.set(app, guarded);
  // The first stack of the app is validated before any is written, and after all of them know their cross-stack values.
  stacks[0].node.addValidation({
    validate: () => {
      const findings = guarded.flatMap((each) => brokenRules(modelOf(each)));
      if (findings.length > 0) throw new GuardRailError(findings);
      return [];
    },
  });
}

/** What the rules find in one environment, rule by rule. */
export function brokenRules(environment: EnvironmentModel): readonly BrokenRule[] {
  return GUARD_RAILS.flatMap((rail) => rail.check(environment).map((finding) => ({ rule: rail.name, ...finding })));
}

function modelOf({ name, stacks, quotas }: Guarded): EnvironmentModel {
  return new EnvironmentModel(
    name,
    stacks.map((stack) => stackModel(stack.node.id, asObject(stack.toTerraform()), reasonsIn(stack))),
    quotas,
  );
}

/** The reasons of every policy in a stack, by the address of its resource. They are found by the policy's text. */
function reasonsIn(stack: TerraformStack): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const resources = stack.node.findAll().filter(TerraformResource.isTerraformResource);
  return Object.fromEntries(
    resources.map((resource) => {
      const texts = [...textsIn(resource.toTerraform())].map(({ text }) => wildcardReasons(text));
      const address = addressOf({
        kind: "resource",
        type: resource.terraformResourceType,
        id: resource.friendlyUniqueId,
      });
      return [address, Object.assign({}, ...texts) as Readonly<Record<string, string>>];
    }),
  );
}
