/** Whether a JSON document meets a filter pattern. */
export type FilterPattern = (message: string) => boolean;

type Condition = (document: unknown) => boolean;

const TOKEN = /\s*(&&|\|\||[(){}]|<=|>=|!=|=|<|>|"(?:\\.|[^"\\])*"|[^\s(){}=<>!&|"]+)/y;

/**
 * Reads a filter pattern for JSON log events: `{ $.outcome = "failed" && ($.seconds > 1 || $.healthy IS FALSE) }`. Undefined for a
 * pattern of another kind (terms), or one that is not understood.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFilterPattern(pattern: string): FilterPattern | undefined {
  const words = wordsOf(pattern);
  if (words === undefined || words[0] !== "{" || words.at(-1) !== "}") return undefined;
  const rest = words.slice(1, -1);
  const condition = readAlternatives(rest);
  if (condition === undefined || rest.length > 0) return undefined;
  return (message) => {
    try {
      return condition(JSON.parse(message));
    } catch {
      return false; // no JSON
    }
  };
}

/** The readers take the words that they understand from the front. `&&` binds more closely than `||`. */
function readAlternatives(words: string[]): Condition | undefined {
  return readChain(words, "||", (given) => readChain(given, "&&", readOne));
}

function readChain(words: string[], joint: "&&" | "||", read: (words: string[]) => Condition | undefined) {
  const parts: Condition[] = [];
  do {
    const part = read(words);
    if (part === undefined) return undefined;
    parts.push(part);
  } while (words[0] === joint && words.shift() !== undefined);
  return (document: unknown): boolean =>
    joint === "&&" ? parts.every((part) => part(document)) : parts.some((part) => part(document));
}

function readOne(words: string[]): Condition | undefined {
  if (words[0] === "(") {
    words.shift();
    const inner = readAlternatives(words);
    return words.shift() === ")" ? inner : undefined;
  }
  const [selector = "", operator = "", value = ""] = words.splice(0, 3);
  if (!selector.startsWith("$.")) return undefined;
  const found: (document: unknown) => unknown = (document) =>
    selector
      .slice(2)
      .split(".")
      .reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], document);
  if (operator === "IS") {
    const wanted = { TRUE: true, FALSE: false, NULL: null }[value];
    return wanted === undefined ? undefined : (document) => found(document) === wanted;
  }
  if (operator === "NOT") return value === "EXISTS" ? (document) => found(document) === undefined : undefined;
  return comparison(operator, value, found);
}

function comparison(operator: string, value: string, found: (document: unknown) => unknown): Condition | undefined {
  if (operator === "=" || operator === "!=") {
    const text = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
    const expression = new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "s");
    return (document) => {
      const held = found(document);
      if (typeof held !== "string" && typeof held !== "number") return false;
      return expression.test(String(held)) === (operator === "=");
    };
  }
  const limit = Number(value);
  const compare: Readonly<Record<string, (held: number) => boolean>> = {
    "<": (held) => held < limit,
    ">": (held) => held > limit,
    "<=": (held) => held <= limit,
    ">=": (held) => held >= limit,
  };
  const meets = compare[operator];
  if (meets === undefined || Number.isNaN(limit)) return undefined;
  return (document) => {
    const held = found(document);
    return typeof held === "number" && meets(held);
  };
}

function wordsOf(pattern: string): string[] | undefined {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.trimEnd().length) {
    const word = TOKEN.exec(pattern)?.[1];
    if (word === undefined) return undefined;
    words.push(word);
  }
  return words;
}
