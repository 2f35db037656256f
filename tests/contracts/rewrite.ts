import { answerByMoto } from "../../local/aws/gateway/answer-by-moto";
import { createMotoClient, type MotoClient } from "../../local/aws/gateway/moto-client";
import { readAwsRequest } from "../../local/aws/gateway/requests/aws-request";
import type { Rewrite, Store } from "../../local/aws/gateway/rewrites/rewrite";
import { REWRITES } from "../../local/aws/gateway/rewrites/table";
import { type RunningMoto, startMoto } from "../../local/aws/moto/start-moto";
import { describeWithMoto, measuredMoto } from "../support/moto";

/** Asks moto through some of the rewrites. Answers of errors throw. */
export interface Asker {
  /** A request of the query protocol; gives the XML. */
  form(service: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  /** A request with a body of JSON; gives what the answer holds. */
  json(service: string, method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  /** A request of the JSON protocol whose operation stands in a header. */
  target(service: string, target: string, body: object): Promise<Readonly<Record<string, unknown>>>;
}

export interface RewriteContract {
  /** Does what Terraform does, and gives what Terraform sees. It is run twice on one moto: names must not clash. */
  readonly observe: (ask: Asker, suffix: string) => Promise<unknown>;
  readonly expected: unknown;
}

/** One for all rewrites of a test file: it knows them apart by their suffixes. */
let running: Promise<RunningMoto> | undefined;
const clients: MotoClient[] = [];

async function sharedMoto(): Promise<MotoClient> {
  running ??= startMoto(measuredMoto());
  const client = createMotoClient((await running).url);
  clients.push(client);
  return client;
}

afterAll(async () => {
  for (const client of clients) client.close();
  await (await running)?.stop();
});

/** Declares that the rewrites together give what is expected, and that without this one they do not. */
export function declareRewrite(rewrite: Rewrite, { observe, expected }: RewriteContract): void {
  describeWithMoto(`${rewrite.service}: ${rewrite.actions.join(", ")}`, () => {
    test(rewrite.what, async () => {
      expect(REWRITES).toContain(rewrite);
      expect(await observe(asker(await sharedMoto(), REWRITES), "with")).toEqual(expected);
    });

    test(`is needed, because ${rewrite.why}`, async () => {
      const others = REWRITES.filter((other) => other !== rewrite);
      const seen = observe(asker(await sharedMoto(), others), "without");
      if (rewrite.onErrors) await expect(seen).rejects.toThrow(/NotEmulated/);
      else expect(await seen).not.toEqual(expected);
    });
  });
}

function asker(moto: MotoClient, rewrites: readonly Rewrite[]): Asker {
  const texts = new Map<string, string>();
  const store: Store = {
    get: (key) => texts.get(key),
    set: (key, text) => void texts.set(key, text),
    delete: (key) => void texts.delete(key),
  };
  const ask = async (
    service: string,
    method: string,
    target: string,
    contentType: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const scope = `test/20260101/us-east-1/${service}/aws4_request`;
    const request = readAwsRequest({
      method,
      target,
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}`, "content-type": contentType, ...headers },
      body: Buffer.from(body),
    });
    const answer = await answerByMoto(request, { moto, accountId: "123456789012", rewrites, store });
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.body}`);
    return String(answer.body);
  };
  return {
    form: (service, parameters) =>
      ask(service, "POST", "/", "application/x-www-form-urlencoded", new URLSearchParams(parameters).toString()),
    json: async (service, method, path, body) =>
      JSON.parse((await ask(service, method, path, "application/json", body ? JSON.stringify(body) : "")) || "{}"),
    target: async (service, target, body) => {
      const type = "application/x-amz-json-1.1";
      const answer = await ask(service, "POST", "/", type, JSON.stringify(body), { "x-amz-target": target });
      return JSON.parse(answer || "{}");
    },
  };
}
