import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnvironment } from "../../environments";
import { environmentSchema } from "../../environments/schema";
import { ERROR_CODES } from "../../rotation-fn/errors";
import { readDocstrings } from "../../tools/configuration-reference/docstrings";
import { schemaKeys } from "../../tools/configuration-reference/schema-keys";
import { databaseWith } from "../support/database-stack";
import { SAMPLE } from "../support/sample-environment";

const docs = path.join(__dirname, "..", "..", "docs");
const page = readFileSync(path.join(docs, "database.md"), "utf8");
const environments = path.join(__dirname, "..", "..", "environments");
const keys = schemaKeys(environmentSchema, readDocstrings(environments)).map(({ path: key }) => key);

describe("docs/database.md", () => {
  test("speaks of keys that the section has", () => {
    const named = [...page.matchAll(/`([a-z]+[A-Z]\w*)(?=[`:])/g)].map(([, key]) => key);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((key) => !keys.includes(`database.${key}`))).toEqual([]);
  });

  test("speaks of outputs, resources and log groups that the stack has", () => {
    const stack = databaseWith({});
    for (const output of ["final_snapshot_identifier", "admin_secret_arn"]) {
      expect(page).toContain(output);
      expect(stack.output(output)).toBeDefined();
    }
    expect(page).toContain("-replace=aws_db_instance.instance");
    expect(stack.addresses()).toContain("aws_db_instance.instance");
    const { name } = stack.resource("aws_cloudwatch_log_group", "audit_log_group");
    const sample = parseEnvironment("sample", SAMPLE);
    const shown = String(name).replace(`/${sample.name}-${sample.database.engine}/`, "/<environment>-<engine>/");
    expect(page).toContain(shown);
  });

  test("leads to pages that exist, and to errors that the function knows", () => {
    const links = [...page.matchAll(/\]\(([^)#]+)(?:#[\w-]+)?\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(path.join(docs, link)))).toEqual([]);
    for (const code of ["account_not_ours", "network_unreachable"]) {
      expect(page).toContain(code);
      expect(ERROR_CODES).toContain(code);
    }
  });
});
