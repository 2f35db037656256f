#!/usr/bin/env node
// The `aws` of a drill: the few operations that the runbook and the function print, sent to AWS_ENDPOINT_URL. An operation or an option
// that is not listed is refused, as the real one refuses what it does not know.
const { writeFileSync } = require("node:fs");

const OPERATIONS = {
  "secretsmanager describe-secret": ["--secret-id"],
  "secretsmanager get-secret-value": ["--secret-id", "--version-stage", "--version-id"],
  "secretsmanager get-resource-policy": ["--secret-id"],
  "secretsmanager list-secret-version-ids": ["--secret-id", "--include-deprecated"],
  "secretsmanager put-secret-value": ["--secret-id", "--secret-string"],
  "secretsmanager rotate-secret": ["--secret-id"],
  "secretsmanager update-secret-version-stage": [
    "--secret-id",
    "--version-stage",
    "--move-to-version-id",
    "--remove-from-version-id",
  ],
  "lambda invoke": ["--function-name", "--payload", "--cli-binary-format"],
  "logs filter-log-events": ["--log-group-name", "--start-time", "--filter-pattern"],
  "rds modify-db-instance": ["--db-instance-identifier", "--rotate-master-user-password", "--apply-immediately"],
};
const SWITCHES = ["--rotate-master-user-password", "--apply-immediately", "--include-deprecated"];
const GLOBAL = ["--query", "--output"];

const fail = (message, status) => {
  console.error(message);
  process.exit(status);
};

const [service, operation, ...words] = process.argv.slice(2);
const allowed = OPERATIONS[`${service} ${operation}`] ?? fail(`aws: not known here: ${service} ${operation}`, 252);
const given = {};
const positional = [];
for (let at = 0; at < words.length; at++) {
  const word = words[at];
  if (!word.startsWith("--")) positional.push(word);
  else if (![...allowed, ...GLOBAL].includes(word)) fail(`aws: Unknown options: ${word}`, 252);
  else given[word] = SWITCHES.includes(word) ? true : words[++at];
}
if (Object.values(given).includes(undefined)) fail("aws: expected one argument", 252);

const inPascalCase = (option) => option.slice(2).replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
const input = Object.fromEntries(
  Object.entries(given)
    .filter(([option]) => !GLOBAL.includes(option))
    .map(([option, value]) => [inPascalCase(option), value]),
);

/** The part of JMESPath that is printed: names, and an index from the end or the beginning. */
const pick = (query, value) =>
  (query.match(/\w+|\[-?\d+\]/g) ?? []).reduce(
    (found, part) => (part.startsWith("[") ? found?.at(Number(part.slice(1, -1))) : found?.[part]) ?? null,
    value,
  );

async function main() {
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: "POST",
    body: JSON.stringify({ call: `${service} ${operation}`, input }),
  });
  const answer = await response.json();
  if (!response.ok) fail(`An error occurred (${answer.name}) when calling ${operation}: ${answer.message}`, 254);
  if (service === "lambda") {
    const file = positional[0] ?? fail("aws: an output file is required", 252);
    // A pipe of Node's cannot be opened by that name.
    writeFileSync(file === "/dev/stdout" ? 1 : file, `${JSON.stringify(answer.payload)}\n`);
  }
  const shown = service === "lambda" ? { StatusCode: 200 } : answer;
  const found = given["--query"] === undefined ? shown : pick(given["--query"], shown);
  console.log(given["--output"] === "text" ? (found ?? "None") : JSON.stringify(found, null, 2));
}

main().catch((error) => fail(`aws: ${error.message}`, 255));
