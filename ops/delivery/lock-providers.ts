import path from "node:path";
import { interruption, reportFailure } from "./interruption";
import { lockProvidersProgram } from "./programs";
import { writeProviderLock } from "./write-provider-lock";

/** `npm run lock-providers`: writes the lock file that every init of a real environment uses read-only. */
async function main(): Promise<void> {
  const command = lockProvidersProgram().parse();
  const [environment = ""] = command.args;
  const { platform, fsMirror, out } = command.opts<{ platform: readonly string[]; fsMirror?: string; out: string }>();
  await writeProviderLock({
    project: path.resolve(__dirname, "..", ".."),
    environment,
    platforms: platform,
    ...(fsMirror === undefined ? {} : { mirror: fsMirror }),
    outFile: path.resolve(out),
    signal: interruption(),
  });
  console.log(`written  ${path.relative("", path.resolve(out))}  for ${platform.join(", ")}; what to do: commit it`);
}

main().catch(reportFailure);
