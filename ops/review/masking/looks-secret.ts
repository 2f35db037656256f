/** Names whose values are never shown, whatever the values look like. */
const SECRET_NAME =
  /passw(or)?d|passphrase|pwd$|secret[-_ ]?(value|string|key|binary)|(client|shared|signing|webhook)[-_ ]?secret|token|credential|private[-_ ]?key|api[-_ ]?key|access[-_ ]?key$|auth[-_ ]?key/i;

/** Names that match {@link SECRET_NAME} and hold settings: lengths, rules, and what EC2 calls its metadata tokens. */
const SETTING_NAME =
  /^(http_tokens|manage_master_user_password|.*(length|characters|policy|_id|_arn|arn)|ClientRequestToken)$/i;

/** Names of digests, public keys and fingerprints: random by nature and public. */
const PUBLIC_NAME = /hash|sha256|fingerprint|checksum|public_key|publickey|configuration|etag|resource_id|certificate/i;

/** Credentials that are known by their form. */
const KNOWN_FORMS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}\b/g,
  /\bxox[abpr]-[A-Za-z0-9-]{10,}/g,
  /(?<=:\/\/[^\s:/@]{1,64}:)[^\s:/@]{1,128}(?=@)/g,
  // In JSON that is itself a text in JSON the quotation marks have backslashes: errors of a provider, summary.json.
  /(?<=(?:(?:password|passwd|pwd)|(?<![A-Za-z-])(?:token|api[-_]?key))\\*["']?\s*[=:]\s*\\*["']?)[^\s"'\\,;&{}$()]{6,}/gi,
  /(?<=(?<![A-Za-z-])secret\\*["']?\s*=\s*\\*["']?)[^\s"'\\,;&{}$()]{6,}/gi,
  /(?<=\bIDENTIFIED (?:WITH \S+ )?BY ')(?:[^'\\]|\\.)+/gi,
];

const MASK = "(masked)";
const MIN_TOKEN_CHARACTERS = 24;
const MIN_ENTROPY_BITS = 4;

/** True when a value under this name is never shown. Numbers and yes or no are settings, and so are ARNs and references. */
export function isSecretName(name: string, value: unknown): boolean {
  if (typeof value !== "string" || value === "" || !namesSecret(name)) return false;
  return !/^(arn:|\$\{|\(known after apply\)|\(sensitive value\))/.test(value);
}

function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !SETTING_NAME.test(name);
}

/**
 * A text without what looks like a credential: a known form, or a random string. Random is what no person writes: at least
 * {@link MIN_TOKEN_CHARACTERS} characters without a separator, of three kinds, with more than {@link MIN_ENTROPY_BITS} bits a character.
 *
 * @param name of the attribute; digests and public keys are shown
 */
export function maskText(name: string, text: string): string {
  return text
    .split(ARN)
    .map((part, index) => (index % 2 === 1 ? part : maskedPart(name, part)))
    .join("");
}

/** ARNs are names, however random they look: that of an RDS-managed secret is. */
const ARN = /(arn:[\w-]+:[\w-]+:[\w-]*:\d*:[^\s"',;\]}]+)/;

function maskedPart(name: string, text: string): string {
  const known = KNOWN_FORMS.reduce((masked, form) => masked.replace(form, MASK), text);
  if (PUBLIC_NAME.test(name)) return known;
  return known.replace(/[A-Za-z0-9+/=_~!#%^&*-]+/g, (token) => (isRandom(token) ? MASK : token));
}

/** True when a report shows a value at a path only in part, or not at all. */
export function isMasked(path: string, value: unknown): boolean {
  const name = nameAt(path);
  return isSecretName(name, value) || (typeof value === "string" && maskText(name, value) !== value);
}

/**
 * The name that decides whether a value is shown: the last step of its path (`tags["api-token"]` is `api-token`), or a step before it that
 * names a secret, as in `secret_string.k`, where a text with JSON was opened.
 */
export function nameAt(path: string): string {
  const steps = [...path.matchAll(/\["([^"]*)"\]|\[[^\]]*\]|([\w-]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
  const names = steps.filter((step) => step !== "");
  return names.find(namesSecret) ?? names.at(-1) ?? path;
}

/** A value without what {@link isSecretName} or {@link maskText} hide in it, at any depth. */
export function maskValue(name: string, value: unknown): unknown {
  if (isSecretName(name, value)) return MASK;
  if (typeof value === "string") return maskText(name, value);
  if (Array.isArray(value)) return value.map((item) => maskValue(name, item));
  if (typeof value !== "object" || value === null) return value;
  const below = (key: string): string => (namesSecret(name) ? name : key);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, maskValue(below(key), child)]));
}

function isRandom(token: string): boolean {
  if (token.length < MIN_TOKEN_CHARACTERS || /^[0-9a-f-]+$/i.test(token) || /\//.test(token))
    return isRandomPath(token);
  return kindsIn(token) >= 3 && entropyBits(token) > MIN_ENTROPY_BITS;
}

/** Base64 has slashes too; a path or an ARN is made of words between them. */
function isRandomPath(token: string): boolean {
  if (!token.includes("/")) return false;
  return token.split("/").some((part) => part.length >= MIN_TOKEN_CHARACTERS && isRandom(part)) || isBase64(token);
}

function isBase64(token: string): boolean {
  return /^[A-Za-z0-9+/]{38,}={0,2}$/.test(token) && kindsIn(token) >= 3 && entropyBits(token) > 4.5;
}

function kindsIn(token: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(token)).length;
}

/** Shannon's entropy of the characters, in bits for each. */
function entropyBits(token: string): number {
  const counts = new Map<string, number>();
  for (const character of token) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / token.length;
    return sum - share * Math.log2(share);
  }, 0);
}
