// The SDK's advice about its own future would stand in the middle of the progress; CI and package.json say which Node is meant.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

import { rehearseCommand } from "./rehearsal/command";

/**
 * `npm run rehearse`: rotates the passwords of a real MySQL on this machine while clients log in all the time, and draws what
 * happened. See `npm run rehearse -- --help`.
 */
async function main(): Promise<void> {
  process.exitCode = await rehearseCommand(process.argv.slice(2), {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    isLive: process.stdout.isTTY === true && !process.env.CI,
  });
}

void main();
