import { type MotoQuestion, requestOf } from "../aws/gateway/moto-client";
import { LOCAL_REGION } from "../aws/local-account";
import { OPERATOR } from "./credentials";

/** One call of the operator to the local AWS, at `url`. Returns the body of the answer; throws with the service's own words. */
export async function operatorCall(
  url: string,
  call: Omit<MotoQuestion, "region">,
  region = LOCAL_REGION,
): Promise<string> {
  const { method, target, headers, body } = requestOf({ ...call, region }, OPERATOR);
  const response = await fetch(new URL(target, url), {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(body.length === 0 ? {} : { body }),
  });
  const text = await response.text();
  if (response.ok) return text;
  const what = call.json?.target ?? call.form?.Action ?? `${method} ${target}`;
  throw new Error(`the local AWS did not answer ${call.service} ${what}: ${response.status} ${text.slice(0, 300)}`);
}
