/** The path of the synthesized file in a message does not help a reader; the address does. */
const IN_FILE = /^(on \S*cdk\.tf\.json line \d+|\d+:( |$))/;

/**
 * The errors that Terraform printed, each once, as one line: in boxes, as on a terminal and under the CDKTF CLI, or plain, as with
 * `-no-color`. Without any, the end of the output.
 */
export function errorsIn(output: string): string {
  const found = output.includes("╷") ? boxesIn(output) : plainIn(output);
  const texts = found.length === 0 ? [output.slice(-1_000)] : [...new Set(found)];
  return texts
    .join("\n")
    .split("\n")
    .map((line) => line.replace(/^(local-\S+)?[\s│╷╵]*/, "").trim())
    .filter((line) => line !== "" && !IN_FILE.test(line))
    .join(" ");
}

function boxesIn(output: string): readonly string[] {
  return output.match(/Error: [\s\S]*?(?=\n[^│╷╵\s]*\s*╵|\n[^│╷╵\s]|$)/g) ?? [];
}

/** An error ends where the next message begins. */
function plainIn(output: string): readonly string[] {
  return output.split(/\n(?=Error: |Warning: )/).filter((part) => part.startsWith("Error: "));
}
