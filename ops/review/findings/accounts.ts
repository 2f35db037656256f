import { asList, asObject } from "../../../stacks/guard-rails/json";
import { type Attributes, changesIn, type Review } from "../model/change";
import { openJson } from "../model/json-text";
import type { Finding } from "./finding";
import { secretNameOf } from "./secret-names";

const WORDS: Readonly<Record<string, string>> = {
  host: "the address of the database",
  port: "the port of the database",
  dbname: "the database (schema)",
  username: "the app user",
  userHost: "the hosts that the app user may come from",
  adminSecretId: "the admin secret",
  engine: "the engine",
};

/** What the provisioning call will change in the database's accounts. Terraform shows it as one line of escaped JSON. */
export function accounts(review: Review): readonly Finding[] {
  return changesIn(review, "aws_lambda_invocation").flatMap((change): readonly Finding[] => {
    if (!change.name.startsWith("provision_") || change.action !== "replace") return [];
    const secret = secretNameOf(review, change);
    const resources = [`${change.stack}: ${change.address}`];
    const [before, after] = [inputOf(change.before), inputOf(change.after)];
    return [
      ...privileges(secret, String(after.username), before, after, resources),
      ...Object.keys(WORDS).flatMap((key) => changed(key, secret, before, after, resources)),
    ];
  });
}

function privileges(
  secret: string,
  user: string,
  before: Attributes,
  after: Attributes,
  resources: readonly string[],
): readonly Finding[] {
  const [was, is] = [asList(before.privileges).map(String), asList(after.privileges).map(String)];
  const gained = is.filter((one) => !was.includes(one));
  const lost = was.filter((one) => !is.includes(one));
  if (gained.length + lost.length === 0) return [];
  const parts = [
    ...(gained.length === 0 ? [] : [`gains ${codes(gained)}`]),
    ...(lost.length === 0 ? [] : [`loses ${codes(lost)}`]),
  ].join(" and ");
  const text =
    `The app user \`${user}\` of \`${secret}\` **${parts}** on \`${String(after.dbname)}.*\`, at once: the provisioning call is made again. ` +
    `It then has ${codes(is)}.`;
  return [
    {
      code: "privileges_change",
      severity: "attention",
      headline: `the app user \`${user}\` ${parts}`,
      text,
      resources,
    },
  ];
}

function changed(
  key: string,
  secret: string,
  before: Attributes,
  after: Attributes,
  resources: readonly string[],
): readonly Finding[] {
  if (before[key] === after[key] || before[key] === undefined || after[key] === undefined) return [];
  const what = WORDS[key] ?? key;
  const text = `The provisioning call of \`${secret}\` is made again, because ${what} changes: ${shown(before[key])} → ${shown(after[key])}.`;
  return [
    { code: "account_changes", severity: "attention", headline: `${what} of \`${secret}\` changes`, text, resources },
  ];
}

/** References to what another stack makes are no reading for people. */
function shown(value: unknown): string {
  const text = String(value);
  return text.includes("${") ? "(known after apply)" : `\`${text}\``;
}

function inputOf(attributes: Attributes | undefined): Attributes {
  return typeof attributes?.input === "string" ? asObject(openJson(attributes.input)) : {};
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
