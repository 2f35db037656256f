/** A process that starts a function, prints what it answers, and ends without stopping it. */
import { startFunctionProcess } from "../../../../local/aws/function/start";

async function main(zipFile: string): Promise<void> {
  const started = await startFunctionProcess({ zipFile, environment: {}, timeoutMs: 5_000 });
  const outcome = await started.invoke({});
  console.log(JSON.stringify(outcome.ok ? outcome.payload : outcome));
}

void main(process.argv[2] ?? "");
