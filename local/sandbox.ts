/** `npm run local`: a local AWS that stays. See `npm run local -- --help`. */
async function main(): Promise<number> {
  // The SDK's advice about its own future would stand among the answers.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { localCommand } = await import("./sandbox/command");
  return localCommand(process.argv.slice(2), {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
  });
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
