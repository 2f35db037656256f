import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { functionLog } from "../../../local/sandbox/logs";

/** CloudWatch Logs as far as `logs` asks it, one page for each answer that is given. */
async function cloudWatchLogs(...answers: readonly { readonly status?: number; readonly body: object }[]) {
  const asked: { readonly target: string | undefined; readonly input: Record<string, unknown> }[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = request.headers["x-amz-target"];
      asked.push({ target: String(target), input: JSON.parse(Buffer.concat(chunks).toString()) });
      const { status = 200, body } = answers[asked.length - 1] ?? { status: 500, body: {} };
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.push(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, served: { pid: process.pid, url, region: "us-east-1", databaseCaFile: "unused" } };
}

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

const ALL = { functionName: "local-rotation", maxLines: 10, onlyFailed: false };
const event = (seconds: number, message: string) => ({ timestamp: seconds * 1_000, message });

test("shows lines of all pages in the order of their time, each with its time", async () => {
  const { asked, served } = await cloudWatchLogs(
    { body: { events: [event(2, "second"), event(4, "fourth")], nextToken: "page 2" } },
    { body: { events: [event(1, "first"), event(3, "third")], nextToken: null } },
  );
  expect(await functionLog(served, ALL)).toEqual([
    "1970-01-01T00:00:01.000Z first",
    "1970-01-01T00:00:02.000Z second",
    "1970-01-01T00:00:03.000Z third",
    "1970-01-01T00:00:04.000Z fourth",
  ]);
  expect(asked.map(({ target }) => target)).toEqual(Array(2).fill("Logs_20140328.FilterLogEvents"));
  expect(asked.map(({ input }) => input)).toEqual([
    { logGroupName: "/aws/lambda/local-rotation" },
    { logGroupName: "/aws/lambda/local-rotation", nextToken: "page 2" },
  ]);
});

test("shows the newest lines where there are more than asked for", async () => {
  const events = [event(1, "old"), event(2, "newer"), event(3, "newest")];
  const { served } = await cloudWatchLogs({ body: { events } });
  const lines = await functionLog(served, { ...ALL, maxLines: 2 });
  expect(lines.map((line) => line.split(" ")[1])).toEqual(["newer", "newest"]);
});

test("asks for failed calls only with the pattern that the runbook has", async () => {
  const { asked, served } = await cloudWatchLogs({ body: { events: [] } });
  expect(await functionLog(served, { ...ALL, onlyFailed: true })).toEqual([]);
  expect(asked[0]?.input).toMatchObject({ filterPattern: '{ $.outcome = "failed" }' });
});

test("says what was answered and what to do where there is no log group", async () => {
  const body = { __type: "ResourceNotFoundException", message: "The specified log group does not exist" };
  const { served } = await cloudWatchLogs({ status: 400, body });
  await expect(functionLog(served, ALL)).rejects.toThrow(
    expect.objectContaining({
      code: "command_failed",
      message: expect.stringMatching(/400 .*ResourceNotFoundException.*what to do: npm run local -- deploy/),
    }),
  );
});
