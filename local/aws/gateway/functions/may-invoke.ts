import type { MotoClient } from "../moto-client";
import { functionNameIn } from "./function-configuration";

/** Who wants to invoke a function, and for what. */
export interface Invoker {
  readonly principal: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { readonly Service?: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Whether the function's own policy lets a service invoke it. Conditions other than source ARN and account are not met. */
export async function mayInvoke(moto: MotoClient, region: string, named: string, invoker: Invoker): Promise<boolean> {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionNameIn(named))}/policy`;
  const answer = await moto.ask({ service: "lambda", region, path });
  if (answer.status !== 200) return false;
  const { Policy } = JSON.parse(String(answer.body)) as { readonly Policy: string };
  const { Statement: statements } = JSON.parse(Policy) as { readonly Statement: readonly Statement[] };
  return statements.some((statement) => allows(statement, invoker));
}

function allows({ Effect, Principal, Action, Condition }: Statement, invoker: Invoker): boolean {
  const services = typeof Principal === "object" ? [Principal.Service ?? []].flat() : [Principal];
  const actions = [Action ?? []].flat();
  return (
    Effect === "Allow" &&
    services.includes(invoker.principal) &&
    actions.some((action) => ["lambda:InvokeFunction", "lambda:*"].includes(action)) &&
    Object.entries(Condition ?? {}).every(([operator, values]) =>
      Object.entries(values).every(([key, value]) => isMet(operator, key, value, invoker)),
    )
  );
}

function isMet(operator: string, key: string, value: string, { sourceArn, sourceAccount }: Invoker): boolean {
  const found = { "aws:sourcearn": sourceArn, "aws:sourceaccount": sourceAccount }[key.toLowerCase()];
  if (found === undefined) return false;
  return /Like$/.test(operator) ? matches(value, found) : value === found;
}

/** `*` and `?`, as policies have them. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(text);
}
