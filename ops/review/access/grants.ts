import { asList, asObject } from "../../../stacks/guard-rails/json";
import { openJson } from "../model/json-text";
import type { Labels } from "./labels";

/** Actions that read, change, delete or decrypt a secret, or invoke the function that rotates it. */
export const WATCHED_ACTIONS = [
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecret",
  "secretsmanager:UpdateSecretVersionStage",
  "secretsmanager:RotateSecret",
  "secretsmanager:CancelRotateSecret",
  "secretsmanager:DeleteSecret",
  "secretsmanager:PutResourcePolicy",
  "secretsmanager:DeleteResourcePolicy",
  "kms:Decrypt",
  "kms:PutKeyPolicy",
  "kms:CreateGrant",
  "kms:ScheduleKeyDeletion",
  "lambda:InvokeFunction",
  "lambda:UpdateFunctionCode",
  "rds-db:connect",
] as const;

/** One action on one resource that a statement allows or denies to a principal. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  readonly who: string;
  readonly action: string;
  readonly what: string;
  /** The statement's conditions, as one text; empty when there are none. */
  readonly condition: string;
}

/** A policy that a resource holds. */
export interface Policy {
  readonly text: string;
  readonly stack: string;
  /** Of an identity policy: who carries it. */
  readonly holder?: string;
  /** Of a resource policy: what it guards. */
  readonly guarded?: string;
}

/** What a policy says about {@link WATCHED_ACTIONS}, one grant for each principal, action and resource. */
export function grantsIn(policy: Policy, labels: Labels): readonly Grant[] {
  const label = (value: unknown): string => labels(String(value), policy.stack);
  return asList(asObject(openJson(policy.text)).Statement).flatMap((entry): Grant[] => {
    const statement = asObject(entry);
    const effect = statement.Effect === "Deny" ? "Deny" : "Allow";
    const actions = WATCHED_ACTIONS.filter((action) => covers(statement, action));
    const resources =
      asList(statement.Resource).length > 0 ? asList(statement.Resource) : asList(statement.NotResource);
    const negation = statement.NotResource === undefined ? "" : "everything but ";
    const whats = resources.map((resource) =>
      resource === "*" ? (policy.guarded ?? "any resource") : `${negation}${label(resource)}`,
    );
    return principalsOf(statement, policy, label).flatMap((who) =>
      actions.flatMap((action) =>
        [...new Set(whats.length > 0 ? whats : [policy.guarded ?? "any resource"])].map((what) => ({
          effect,
          who,
          action,
          what,
          condition: conditionText(statement.Condition, label),
        })),
      ),
    );
  });
}

function covers(statement: Readonly<Record<string, unknown>>, action: string): boolean {
  if (statement.NotAction !== undefined)
    return !asList(statement.NotAction).some((pattern) => matches(pattern, action));
  return asList(statement.Action).some((pattern) => matches(pattern, action));
}

function matches(pattern: unknown, action: string): boolean {
  const escaped = String(pattern).replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(action);
}

function principalsOf(
  statement: Readonly<Record<string, unknown>>,
  policy: Policy,
  label: (value: unknown) => string,
): readonly string[] {
  if (policy.holder !== undefined) return [policy.holder];
  const { Principal, NotPrincipal } = statement;
  const named = Principal ?? NotPrincipal;
  if (named === "*") return ["everybody"];
  const all = Object.entries(asObject(named)).flatMap(([kind, values]) =>
    asList(values).map((value) =>
      kind === "Service" ? `the service ${String(value)}` : value === "*" ? "everybody" : label(value),
    ),
  );
  return Principal === undefined ? [`everybody but ${all.join(", ")}`] : all;
}

function conditionText(condition: unknown, label: (value: unknown) => string): string {
  return Object.entries(asObject(condition))
    .flatMap(([operator, keys]) =>
      Object.entries(asObject(keys)).map(
        ([key, values]) => `${key} ${operator} ${asList(values).map(label).sort().join(" or ")}`,
      ),
    )
    .sort()
    .join("; ");
}
