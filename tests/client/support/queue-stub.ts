import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An SQS queue of one test: as much of its JSON protocol as a consumer of messages needs. */
export interface QueueStub {
  readonly url: string;
  send(body: string): void;
  /** How many messages were received and deleted. */
  deleted(): number;
  close(): Promise<void>;
}

export async function queueStub(): Promise<QueueStub> {
  const messages: string[] = [];
  let deleted = 0;
  const server = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]);
    request.resume().on("end", async () => {
      let answer = {};
      if (operation === "AmazonSQS.DeleteMessage") deleted += 1;
      if (operation === "AmazonSQS.ReceiveMessage") {
        for (let waitedMs = 0; messages.length === 0 && waitedMs < 1_000; waitedMs += 20) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        const Messages = messages.splice(0).map((Body, index) => ({
          MessageId: `${index}`,
          ReceiptHandle: `${index}`,
          Body,
          MD5OfBody: createHash("md5").update(Body).digest("hex"), // the SDK checks it
        }));
        answer = { Messages };
      }
      response.writeHead(200, { "Content-Type": "application/x-amz-json-1.0" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send: (body) => void messages.push(body),
    deleted: () => deleted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
