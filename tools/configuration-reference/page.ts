import type { KeyReference } from "./schema-keys";

const INTRODUCTION = `# Configuration

<!-- Written by \`npm run docs\` from the schema in environments/. Change the docstrings there, not this page. -->

An environment is a file in \`environments/\`, named in \`environments/index.ts\`. It is TypeScript, so the editor completes its keys; it is checked
at every synthesis, and a wrong one is refused with a list of everything that is wrong in all files. Unknown keys are refused.
Leaving a key out is safe: the defaults are those of production. Nothing secret belongs here.

To begin, write your own values for these in \`dev.ts\`, \`staging.ts\` or \`prod.ts\`: \`accountId\`, \`target.stateBucket\`, \`owner\`, \`costCentre\`,
\`bastion.publicKey\`, \`bastion.allowedCidrs\`. An environment that still holds a value of the shipped examples is synthesized, and Terraform refuses to plan it
(\`placeholders_left\`, with the keys).

## A weaker choice needs a reason

Where a key says _or { value, reason }_, the safe value is written as it is, and the weaker one as
\`{ value: <weaker>, reason: "one line of 10 to 200 characters" }\`. The reason is shown where the weakness is: as a tag \`weakened:...\` of the
resource, and in the output \`weakened_choices\` of the stack. In environments whose name is \`prod\`, \`production\` or begins with one of
them and a hyphen, no reason makes up for a missing deletion protection.
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
  const needed = byDefault === "required" ? "It is required." : "It may be left out.";
  return [escaped(meaning), type.startsWith("list") ? "A list." : "", needed].filter((part) => part !== "").join(" ");
}

function allowedLines({ allowed, type }: KeyReference): readonly string[] {
  // That a section holds its keys, and a switch true or false, is said already.
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
