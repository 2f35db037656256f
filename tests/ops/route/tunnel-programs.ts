/**
 * Stand-ins for `ssh` and `aws`, which forward for real: their text, by name. The host that a tunnel ends at is this machine, whatever its name.
 * Each gets the SIGINT of a Ctrl-C before it listens: `ssh` keeps to one that is ignored, as OpenSSH does; `aws` is not sent one.
 */
export function forwardingPrograms(end: { readonly port: number }): Readonly<Record<string, string>> {
  const program = (localPort: string): string =>
    [
      'const { createServer, connect } = require("node:net");',
      'require("node:fs").appendFileSync(__filename + ".calls", JSON.stringify(process.argv.slice(2)) + "\\n");',
      'const words = process.argv.slice(2).join(" ");',
      'if (words.includes("send-ssh-public-key")) process.exit(0);',
      "if (process.env.STUB_TUNNEL_FAILS) { console.error(process.env.STUB_TUNNEL_FAILS); process.exit(255); }",
      `const port = Number(${localPort}.exec(words)[1]);`,
      `createServer((from) => { const to = connect(${end.port}, "127.0.0.1"); from.pipe(to).pipe(from);`,
      `  for (const one of [from, to]) one.on("error", () => one.destroy()); }).listen(port, "127.0.0.1");`,
      "",
    ].join("\n");
  const start = (...before: readonly string[]) =>
    ["#!/bin/sh", ...before, `exec '${process.execPath}' "$0.cjs" "$@"`, ""].join("\n");
  return {
    ssh: start("kill -INT $$"),
    "ssh.cjs": program("/-L (\\d+):/"),
    aws: start(),
    "aws.cjs": program("/localPortNumber=(\\d+)/"),
  };
}
