import { LocalError } from "./error";

/**
 * Knows every password that was issued during a rehearsal and proves of each text, before it leaves the program, that none of
 * them is in it.
 */
export interface LeakCheck {
  /**
   * Adds a password. One of fewer than eight characters (only a server of MYSQL_URL can have it: the function makes none) is left
   * out, because such a text is found in others by chance.
   */
  register(password: string): void;
  /** Also looks for every password that this holds at the time of a check. The local AWS adds passwords to it while it runs. */
  follow(passwords: Iterable<string>): void;
  /** How many different passwords are known. */
  readonly size: number;
  /**
   * Returns `text` when no known password is in it: as it is, or as JSON, HTML, a URL, base64 or hexadecimal would write it.
   * Throws `password_in_output`, which names `what` and not the password.
   */
  check(what: string, text: string): string;
  /** Returns `text` when {@link check} accepts it. Otherwise returns a line that says why `what` is not shown. */
  shown(what: string, text: string): string;
}

const MIN_LENGTH = 8;

/** Makes a leak check that knows no password yet. */
export function newLeakCheck(): LeakCheck {
  const forms = new Map<string, readonly string[]>();
  const followed: Iterable<string>[] = [];
  const register = (password: string): void => {
    if (password.length < MIN_LENGTH || forms.has(password)) return;
    forms.set(password, writtenForms(password));
  };
  const known = (): typeof forms => {
    for (const passwords of followed) for (const password of passwords) register(password);
    return forms;
  };
  const isIn = (text: string): boolean =>
    [...known().values()].some((written) => written.some((form) => text.includes(form)));
  return {
    register,
    follow: (passwords) => void followed.push(passwords),
    get size() {
      return known().size;
    },
    shown: (what, text) => (isIn(text) ? `${what} is not shown, because a password is in its text` : text),
    check(what, text) {
      if (isIn(text)) {
        throw new LocalError("password_in_output", {
          problem: `a password of this rehearsal is in ${what}`,
          remedy: `do not publish anything of this run; find out how it got there: ${what} was not written`,
        });
      }
      return text;
    },
  };
}

/** The ways in which common encoders write a text; base64 in its three alignments, without the characters that neighbours change. */
function writtenForms(password: string): readonly string[] {
  const json = JSON.stringify(password).slice(1, -1);
  const html = password.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  const hex = Buffer.from(password).toString("hex");
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from("\0".repeat(shift) + password)
      .toString("base64")
      .replace(/=+$/, "");
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  const sql = password.replace(/['\\]/g, "\\$&");
  return [
    ...new Set([
      password,
      json,
      JSON.stringify(json).slice(1, -1),
      html,
      encodeURIComponent(password),
      sql,
      hex,
      hex.toUpperCase(),
      ...base64,
    ]),
  ];
}
