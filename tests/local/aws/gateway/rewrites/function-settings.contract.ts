import { strToU8, zipSync } from "fflate";
import { forgetFunctionSettings, functionSettings } from "../../../../../local/aws/gateway/rewrites/function-settings";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

const FUNCTIONS = "/2015-03-31/functions";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-4111-8111-111111111111";
const LOGGING = { LogFormat: "JSON", LogGroup: "/aws/lambda/other" };

async function newFunction(ask: Asker, name: string, settings: object = {}): Promise<void> {
  const role = { Action: "CreateRole", RoleName: name, AssumeRolePolicyDocument: "{}" };
  await ask.form("iam", role).catch(() => undefined); // it is there from the first time
  await ask.json("lambda", "POST", FUNCTIONS, {
    FunctionName: name,
    Role: `arn:aws:iam::123456789012:role/${name}`,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: Buffer.from(zipSync({ "index.js": strToU8("") })).toString("base64") },
    ...settings,
  });
}

async function seen(ask: Asker, name: string): Promise<unknown> {
  const { Configuration } = await ask.json("lambda", "GET", `${FUNCTIONS}/${name}`);
  const { KMSKeyArn, LoggingConfig } = Configuration as Readonly<Record<string, unknown>>;
  return { KMSKeyArn, LoggingConfig };
}

declareRewrite(functionSettings, {
  async observe(ask, suffix) {
    const name = `function-${suffix}`;
    await newFunction(ask, name, { KMSKeyArn: KEY });
    const first = await seen(ask, name);
    await ask.json("lambda", "PUT", `${FUNCTIONS}/${name}/configuration`, { LoggingConfig: LOGGING, MemorySize: 512 });
    const { KMSKeyArn, MemorySize } = await ask.json("lambda", "GET", `${FUNCTIONS}/${name}/configuration`);
    return [first, await seen(ask, name), KMSKeyArn, MemorySize];
  },
  expected: [{ KMSKeyArn: KEY }, { KMSKeyArn: KEY, LoggingConfig: LOGGING }, KEY, 512],
});

declareRewrite(forgetFunctionSettings, {
  async observe(ask, suffix) {
    const name = `made-again-${suffix}`;
    await newFunction(ask, name, { KMSKeyArn: KEY });
    await ask.json("lambda", "DELETE", `${FUNCTIONS}/${name}`);
    await newFunction(ask, name);
    return seen(ask, name);
  },
  expected: {},
});
