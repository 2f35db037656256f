import { looksLikePassword, MIN_PASSWORD_CHARACTERS } from "./looks-like-password";

/** What stands in a message where a secret stood. */
const HIDDEN = "(secret)";

/** Pieces of this length give a longer secret away: a host name, a server or a bound may have cut it. */
const PIECE = 12;
/** Shorter secrets are taken out as whole words only, or they would take half of every sentence with them. */
const MIN_ANYWHERE = MIN_PASSWORD_CHARACTERS;
/** A message has at most 4,000 characters. */
const MAX_CHARACTERS = 4_096;

/**
 * The secrets that one invocation has seen, and the last redaction of every text that leaves it: log lines, errors, results.
 * The adapters redact what they put into an error; this is for the unforeseen, such as a password in the wrong field.
 */
export class KnownSecrets {
  private readonly pieces = new Set<string>();
  private readonly words = new Set<string>();

  /**
   * Remembers what is secret in a secret's text: its passwords, every other text that looks like one, and all of it where it is not
   * a JSON object (the bare password was stored).
   */
  register(text: string): void {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = text.trim();
    }
    if (typeof json === "object" && json !== null && !Array.isArray(json))
      this.registerMembers(json, /pass|pwd|secret|token|credential/i);
    else this.registerMembers({ password: json }, /^password$/);
  }

  /** Remembers what looks like a password in an event that is refused: people paste the value of a secret there. */
  registerEvent(event: unknown): void {
    // Not "secret" and "token": a secret's id and a version's token are what the message must name.
    this.registerMembers({ event }, /pass|pwd|credential/i);
  }

  /** What stands below a key that matches `secretKey` is secret. Without recursion: a text of 64 kB nests deeper than the stack. */
  private registerMembers(members: object, secretKey: RegExp): void {
    const open = [{ members, isSecret: false }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const [key, value] of Object.entries(next.members)) {
        if (looksLikePassword(key)) this.add(key);
        const isSecret = next.isSecret || secretKey.test(key);
        if (typeof value === "object" && value !== null) open.push({ members: value, isSecret });
        else if (typeof value === "string" && (isSecret || looksLikePassword(value))) this.add(value);
        else if (typeof value === "number" && isSecret) this.add(String(value));
      }
    }
  }

  private add(secret: string): void {
    for (const form of formsOf(folded(secret.slice(0, MAX_CHARACTERS)))) {
      if (form.length < MIN_ANYWHERE) this.words.add(form);
      else if (form.length <= PIECE) this.pieces.add(form);
      else for (let at = 0; at + PIECE <= form.length; at++) this.pieces.add(form.slice(at, at + PIECE));
    }
    this.words.delete("");
  }

  /** The text without any secret that is known so far, nor a piece of one. */
  hide(text: string): string {
    const lower = folded(text);
    const secret = new Uint8Array(text.length);
    for (let length = MIN_ANYWHERE; length <= PIECE; length++) {
      for (let at = 0; at + length <= lower.length; at++) {
        if (this.pieces.has(lower.slice(at, at + length))) secret.fill(1, at, at + length);
      }
    }
    for (const word of this.words) {
      for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
        if (!continuesWord(lower, at, word)) secret.fill(1, at, at + word.length);
      }
    }
    return secret.includes(1) ? replaced(text, secret) : text;
  }
}

/** Every run of secret characters becomes one placeholder. */
function replaced(text: string, secret: Uint8Array): string {
  let result = "";
  for (let at = 0; at < text.length; at++) {
    if (secret[at] === 0) result += text.charAt(at);
    else if (secret[at - 1] !== 1) result += HIDDEN;
  }
  return result;
}

function continuesWord(text: string, at: number, word: string): boolean {
  const isLetter = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);
  const before = isLetter(word.charAt(0)) && isLetter(text.charAt(at - 1));
  const after = isLetter(word.charAt(word.length - 1)) && isLetter(text.charAt(at + word.length));
  return before || after;
}

/** As it is, and as SQL, JSON, a URL or a program's message would write it. */
function formsOf(secret: string): ReadonlySet<string> {
  const escaped = secret.replace(/\\/g, "\\\\");
  const forms = [secret, secret.replace(/'/g, "''"), escaped.replace(/'/g, "''"), escaped.replace(/'/g, "\\'")];
  const inJson = forms.map((form) => JSON.stringify(form).slice(1, -1));
  const inJsonTwice = inJson.map((form) => JSON.stringify(form).slice(1, -1));
  return new Set([...forms, ...inJson, ...inJsonTwice, folded(inUrl(secret))]);
}

function inUrl(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret; // half of a surrogate pair, where the bound cut it, has no form in a URL
  }
}

/** Without regard to case, and without a change of length, which `toLowerCase` makes of some letters. */
function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
