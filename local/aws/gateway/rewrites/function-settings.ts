import { functionNameIn } from "../functions/function-configuration";
import type { AwsRequest } from "../requests/aws-request";
import type { Rewrite, Store } from "./rewrite";

/** Members of a function's configuration that moto accepts and does not return. */
const FORGOTTEN = ["KMSKeyArn", "LoggingConfig"] as const;

type Members = Readonly<Record<string, unknown>>;

const key = (functionName: string): string => `settings of function ${functionName}`;

const remembered = (functionName: string, store: Store): Members => JSON.parse(store.get(key(functionName)) ?? "{}");

/** What a function is encrypted with and how it logs. None of it takes effect here; it is only returned. */
export const functionSettings: Rewrite = {
  service: "lambda",
  actions: [
    "CreateFunction",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "GetFunction",
    "GetFunctionConfiguration",
  ],
  why: "moto forgets the key and the log settings of a function: each plan adds them again",
  what: "remembers them and puts them into each answer",
  patch(answer, request, store) {
    const functionName = functionNameIn(request.resource ?? "");
    const settings = { ...remembered(functionName, store), ...settingsIn(request) };
    if (Object.keys(settings).length === 0) return answer;
    store.set(key(functionName), JSON.stringify(settings));
    const told = JSON.parse(String(answer.body)) as Members;
    const repaired =
      request.action === "GetFunction"
        ? { ...told, Configuration: { ...(told.Configuration as Members), ...settings } }
        : { ...told, ...settings };
    return { ...answer, body: JSON.stringify(repaired) };
  },
};

/** A function that is made again under its name has none of the old one's settings. */
export const forgetFunctionSettings: Rewrite = {
  service: "lambda",
  actions: ["DeleteFunction"],
  why: "a function that is gone has no settings any more",
  what: "forgets them",
  patch(answer, { resource }, store) {
    store.delete(key(functionNameIn(resource ?? "")));
    return answer;
  },
};

function settingsIn({ action, json }: AwsRequest): Members {
  if (action !== "CreateFunction" && action !== "UpdateFunctionConfiguration") return {};
  return Object.fromEntries(FORGOTTEN.flatMap((name) => (json?.[name] === undefined ? [] : [[name, json[name]]])));
}
