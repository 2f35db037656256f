import type { Environment } from "../../environments/schema";
import { element, text } from "../../local/terminal/markup";
import { policiesFor } from "../../ops/permissions/policies";
import type { SynthesizedStack } from "../../ops/review/model/synthesized";
import { svg, WIDTH } from "./drawing";

/** What an action means for a secret; undefined: it shows or changes nothing that matters here. */
const MEANING: Readonly<Record<string, string | undefined>> = {
  GetSecretValue: "read the value",
  PutSecretValue: "store a value",
  UpdateSecretVersionStage: "move labels",
  RotateSecret: "start a rotation",
  CancelRotateSecret: "stop rotation",
  RestoreSecret: "restore",
  CreateSecret: "create",
  DeleteSecret: "delete",
  PutResourcePolicy: "set its policy",
  DeleteResourcePolicy: "set its policy",
  TagResource: "set tags",
  UntagResource: "set tags",
  UpdateSecret: "set its key",
  ReplicateSecretToRegions: "replicate",
  RemoveRegionsFromReplication: "replicate",
  DescribeSecret: undefined,
  GetResourcePolicy: undefined,
  ListSecretVersionIds: undefined,
  BatchGetSecretValue: undefined,
};

interface Row {
  readonly who: string;
  readonly app: readonly string[];
  readonly admin: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Who may do what to which secret, from the synthesized policies and those of `ops permissions`. Throws at an action that it has no words for. */
export function secretsPicture(environment: Environment, stacks: readonly SynthesizedStack[]): string {
  const attributes = (type: string) =>
    stacks
      .flatMap(({ resources }) => [...resources.values()])
      .find((one) => one.type === type && /function|consumer|secret|instance/.test(one.name))?.attributes;
  const synthesized = (type: string): readonly Statement[] => JSON.parse(String(attributes(type)?.policy)).Statement;
  const printed = (purpose: "deploy" | "operate"): readonly Statement[] =>
    policiesFor(purpose, environment, stacks).flatMap(
      ({ document }) => (document as unknown as { Statement: readonly Statement[] }).Statement,
    );
  if (attributes("aws_db_instance")?.manage_master_user_password !== true)
    throw new Error("RDS does not manage the admin secret");
  const [closed] = synthesized("aws_secretsmanager_secret_policy");
  if (closed?.Effect !== "Deny") throw new Error("the policy of the app secret does not close it to other accounts");
  const rows: readonly Row[] = [
    rowOf("application", synthesized("aws_iam_policy")),
    rowOf("rotation function", synthesized("aws_iam_role_policy")),
    rowOf("operator", printed("operate")),
    rowOf("deployer", printed("deploy")),
    { who: "RDS", app: [], admin: ["create", "rotate"] },
    { who: "other accounts", app: ["denied"], admin: [] },
  ];
  return draw(rows);
}

function rowOf(who: string, statements: readonly Statement[]): Row {
  const on = (isAdmin: boolean): readonly string[] => {
    const actions = statements
      .filter(({ Resource }) => list(Resource).some((arn) => isAdmin === isAdminSecret(arn)))
      .flatMap(({ Action }) => list(Action))
      .filter((action) => action.startsWith("secretsmanager:"))
      .map((action) => action.slice("secretsmanager:".length));
    return [...new Set(actions.map(meaningOf))].filter((words) => words !== undefined).sort(valueFirst);
  };
  return { who, app: on(false), admin: on(true) };
}

const list = (one: string | readonly string[]): readonly string[] => (typeof one === "string" ? [one] : one);
const isAdminSecret = (arn: string): boolean => /master_user_secret|secret:rds!/.test(arn);
const isAboutValue = (words: string): boolean => words.endsWith(" value");
const valueFirst = (one: string, other: string): number => Number(isAboutValue(other)) - Number(isAboutValue(one));

function meaningOf(action: string): string | undefined {
  if (!(action in MEANING)) throw new Error(`the picture has no words for secretsmanager:${action}: add it to MEANING`);
  return MEANING[action];
}

const COLUMNS = { who: 14, app: 140, admin: 312 };
const LINE_HEIGHT = 18;

function draw(rows: readonly Row[]): string {
  let y = 56;
  const parts = [text(COLUMNS.app, 28, "strong", "app secret"), text(COLUMNS.admin, 28, "strong", "admin secret")];
  for (const { who, app, admin } of rows) {
    parts.push(
      element("path", { d: `M14 ${y - 18}L${WIDTH - 14} ${y - 18}`, class: "life" }),
      text(COLUMNS.who, y, "strong", who),
    );
    for (const [x, lines] of [
      [COLUMNS.app, app],
      [COLUMNS.admin, admin],
    ] as const) {
      const shown = lines.length === 0 ? ["–"] : lines;
      parts.push(
        ...shown.map((line, index) => text(x, y + index * LINE_HEIGHT, isAboutValue(line) ? "value strong" : "", line)),
      );
    }
    y += Math.max(1, app.length, admin.length) * LINE_HEIGHT + 14;
  }
  const said = rows.map(
    ({ who, app, admin }) =>
      `${who}: app secret: ${app.join(", ") || "nothing"}; admin secret: ${admin.join(", ") || "nothing"}`,
  );
  return svg(y, "Who may do what to which secret", `${said.join(". ")}.`, parts);
}
