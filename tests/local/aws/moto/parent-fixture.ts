import { startMoto } from "../../../../local/aws/moto/start-moto";

/** Starts moto, changes something in it, tells its process's id, and waits to be killed. */
async function main(): Promise<void> {
  const [, , moto = "", stateFile = ""] = process.argv;
  const running = await startMoto(JSON.parse(moto), { stateFile });
  await fetch(running.url, {
    method: "POST",
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/sns/aws4_request" },
    body: new URLSearchParams({ Action: "CreateTopic", Name: "kept" }),
  });
  process.stdout.write(`${running.pid}\n`);
  setInterval(() => {}, 1_000);
}

void main();
