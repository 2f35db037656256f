import type { KeyReference } from "./schema-keys";

const INTRODUCTION = `# Configuration

<!-- Written by \`npm run docs\` from the schema in environments/. Change the docstrings there, not this page. -->

To start, set your own values for these keys in \`dev.ts\`, \`staging.ts\` or \`prod.ts\`: \`accountId\`, \`target.stateBucket\`, \`owner\`, \`costCentre\`,
\`bastion.publicKey\`, \`bastion.allowedCidrs\`. Terraform refuses to plan an environment that still has a value of the shipped examples
(\`placeholders_left\`, with the keys).

An environment is a file in \`environments/\` and a line in \`environments/index.ts\`. It is TypeScript, so the editor completes its keys. Every
synthesis checks it, refuses unknown keys, and lists all problems of all files in one error.
Every default is safe: it is the value for production. An environment file contains no secrets.

## A weaker choice needs a reason

If a key allows _or { value, reason }_, write the safe value directly, and a weaker one as
\`{ value: <weaker>, reason: "one line of 10 to 200 characters" }\`. The reason becomes a tag \`weakened:...\` of the
resource and a part of the stack's output \`weakened_choices\`. In environments whose name is \`prod\`, \`production\` or starts with one of
them and a hyphen, synthesis refuses to turn deletion protection off, with any reason.
`;

/** The reference as one page of Markdown: a chapter for every section, an entry for every key. */
export function page(keys: readonly KeyReference[]): string {
  const tops = keys.filter(({ path }) => !path.includes("."));
  const plain = tops.filter(({ isSection }) => !isSection);
  const chapters = tops
    .filter(({ isSection }) => isSection)
    .map((section) => {
      const inside = keys.filter(
        ({ path }) => path.startsWith(`${section.path}.`) || path.startsWith(`${section.path}[]`),
      );
      const about = [`${sentence(section)}`, ...allowedLines(section)].join("\n\n");
      return `## \`${section.path}\`\n\n${about}\n\n${entries(inside)}`;
    });
  return `${[INTRODUCTION, `## The environment itself\n\n${entries(plain)}`, ...chapters].join("\n").trimEnd()}\n`;
}

function entries(keys: readonly KeyReference[]): string {
  const lines = keys.flatMap((key) => [
    `- **\`${key.path}\`** (${[key.type, defaultText(key), ...onlyWith(key)].join("; ")}): ${escaped(key.meaning ?? "")}`,
    ...allowedLines(key).map((line) => `  - ${line}`),
  ]);
  return `${lines.join("\n")}\n`;
}

function sentence({ meaning = "", byDefault, type }: KeyReference): string {
  const needed = byDefault === "required" ? "Required." : "Optional.";
  return [escaped(meaning), type.startsWith("list") ? "A list." : "", needed].filter((part) => part !== "").join(" ");
}

function allowedLines({ allowed, type }: KeyReference): readonly string[] {
  // Sections and booleans need no list of allowed values.
  if (allowed === undefined || allowed.startsWith("an object with ") || allowed === type) return [];
  return [`Allowed: ${escaped(allowed)}`];
}

function onlyWith({ onlyWith }: KeyReference): readonly string[] {
  return onlyWith === undefined ? [] : [`only with \`${onlyWith}\``];
}

function defaultText({ byDefault, isSection }: KeyReference): string {
  if (typeof byDefault === "string") return byDefault;
  if (isSection && JSON.stringify(byDefault.value) === "{}") return "optional";
  return `default \`${written(byDefault.value)}\``;
}

/** As an environment file writes it: keys without quotes. */
function written(value: unknown): string {
  return JSON.stringify(value)
    .replace(/^\{(.+)\}$/, "{ $1 }")
    .replace(/"(\w+)":/g, "$1: ");
}

/** Text in which nothing outside of code is taken for markup. */
function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[<*]/g, "\\$&")))
    .join("");
}
