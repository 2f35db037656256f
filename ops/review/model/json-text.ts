/**
 * The object or list that a text holds as JSON; undefined for any other text. Terraform expressions outside quotation marks, as in
 * `{"tracked":${aws_lambda_invocation.x.result}}`, are read as text.
 */
export function openJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  for (const candidate of [text, text.replace(/([:,[]\s*)(\$\{[^{}"]*\})/g, '$1"$2"')]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // the next candidate, or no JSON
    }
  }
  return undefined;
}
