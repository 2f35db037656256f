import type { ModelResource } from "./environment-model";
import { asList, asObject, textsIn } from "./json";

/** One statement of a policy that a resource holds. */
export interface Statement {
  /** Empty when it has none. */
  readonly sid: string;
  readonly isAllowing: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** Context keys that its conditions ask for, in lower case. */
  readonly conditionKeys: readonly string[];
  /** NotAction, NotResource, NotPrincipal. */
  readonly negations: readonly string[];
}

/** Every statement of every policy in a resource: whatever text of it is a policy, wherever it stands. */
export function statementsOf({ values }: ModelResource): readonly Statement[] {
  return [...textsIn(values)].flatMap(({ text }) => statementsIn(text));
}

/** Names of arguments that hold policies. */
const POLICY_KEY = /(^|_)policy(_document|_json)?$/;

/** Arguments that should hold a policy and hold something that cannot be read before it is deployed. */
export function unreadablePolicies({ values }: ModelResource): readonly string[] {
  return [...textsIn(values)]
    .filter(({ keys, text }) => POLICY_KEY.test(keys.at(-1) ?? "") && keys.length === 1 && !isPolicy(text))
    .map(({ keys }) => keys.join("."));
}

function isPolicy(text: string): boolean {
  return "Statement" in parsed(text);
}

function statementsIn(text: string): readonly Statement[] {
  return asList(parsed(text).Statement).map((statement): Statement => {
    const { Sid, Effect, Action, Resource, Principal, Condition, ...rest } = asObject(statement);
    return {
      sid: typeof Sid === "string" ? Sid : "",
      isAllowing: Effect !== "Deny",
      actions: asList(Action).map(String),
      resources: asList(Resource).map(String),
      principals:
        typeof Principal === "string" ? [Principal] : Object.values(asObject(Principal)).flatMap(asList).map(String),
      conditionKeys: Object.values(asObject(Condition)).flatMap((keys) =>
        Object.keys(asObject(keys)).map((key) => key.toLowerCase()),
      ),
      negations: Object.keys(rest).filter((name) => name.startsWith("Not")),
    };
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  if (!text.startsWith("{")) return {};
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {}; // a template or a script that begins with a brace: no policy
  }
}
