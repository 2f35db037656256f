/** A piece of SQL as MySQL prints it: a bare word or number, a quoted name, a string, or a punctuation mark. */
export interface SqlToken {
  readonly kind: "word" | "name" | "string" | "mark";
  /** For names and strings the text inside the quotes, unescaped. */
  readonly text: string;
}

/**
 * Splits one row of SHOW GRANTS or SHOW CREATE USER into tokens. The session's `sql_mode` is empty (the adapter sets it), so
 * names stand in backquotes and strings have backslash escapes.
 */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const character = sql.charAt(at);
    if (/\s/.test(character)) {
      at++;
    } else if (character === "`") {
      const { text, end } = quoted(sql, at, false);
      tokens.push({ kind: "name", text });
      at = end;
    } else if (character === "'" || character === '"') {
      const { text, end } = quoted(sql, at, true);
      tokens.push({ kind: "string", text });
      at = end;
    } else if (/[\w$]/.test(character)) {
      const word = /^(?:\d+\.\d+|[\w$]+)/.exec(sql.slice(at))?.[0] ?? character;
      tokens.push({ kind: "word", text: word });
      at += word.length;
    } else {
      tokens.push({ kind: "mark", text: character });
      at++;
    }
  }
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = { "0": "\0", b: "\b", n: "\n", r: "\r", t: "\t", Z: "\x1a" };

function quoted(sql: string, start: number, backslashEscapes: boolean): { text: string; end: number } {
  const quote = sql.charAt(start);
  let text = "";
  let at = start + 1;
  while (at < sql.length) {
    const character = sql.charAt(at);
    if (character === quote) {
      if (sql.charAt(at + 1) !== quote) return { text, end: at + 1 };
      text += quote;
      at += 2;
    } else if (character === "\\" && backslashEscapes) {
      const escaped = sql.charAt(at + 1);
      text += ESCAPES[escaped] ?? escaped;
      at += 2;
    } else {
      text += character;
      at++;
    }
  }
  return { text, end: at };
}
