import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { operatorCall } from "../../../local/terraform/operator-call";

interface Received {
  readonly request: Pick<IncomingMessage, "method" | "url" | "headers">;
  readonly body: string;
}

/** A service that answers everything with this status and text. */
async function answering(status: number, text: string, work: (url: string) => Promise<void>): Promise<Received[]> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ request, body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
  return received;
}

describe("operatorCall", () => {
  it("speaks the query, the JSON and the REST protocol, as the operator", async () => {
    const received = await answering(200, "answer", async (url) => {
      const form = { Action: "DescribeVpcs", "Filter.1.Name": "tag:environment" };
      expect(await operatorCall(url, { service: "ec2", form })).toBe("answer");
      await operatorCall(
        url,
        { service: "logs", json: { target: "Logs_20140328.DescribeLogGroups", body: { a: 1 } } },
        "eu-west-1",
      );
      await operatorCall(url, { service: "lambda", method: "PUT", path: "/functions/f/code", body: '{"ZipFile":""}' });
      await operatorCall(url, { service: "lambda", path: "/functions/" });
    });
    expect(received.map(({ request, body }) => [request.method, request.url, body])).toEqual([
      ["POST", "/", "Action=DescribeVpcs&Filter.1.Name=tag%3Aenvironment"],
      ["POST", "/", '{"a":1}'],
      ["PUT", "/functions/f/code", '{"ZipFile":""}'],
      ["GET", "/functions/", ""],
    ]);
    expect(received.map(({ request }) => /Credential=(\S+)\//.exec(request.headers.authorization ?? "")?.[1])).toEqual([
      "operator/20260101/us-east-1/ec2",
      "operator/20260101/eu-west-1/logs",
      "operator/20260101/us-east-1/lambda",
      "operator/20260101/us-east-1/lambda",
    ]);
    expect(received[1]?.request.headers["x-amz-target"]).toBe("Logs_20140328.DescribeLogGroups");
  });

  it("fails with the service's own words", async () => {
    await answering(400, "<Code>InvalidParameter</Code>", async (url) => {
      const call = operatorCall(url, { service: "rds", form: { Action: "DescribeDBInstances" } });
      await expect(call).rejects.toThrow(
        "the local AWS did not answer rds DescribeDBInstances: 400 <Code>InvalidParameter</Code>",
      );
    });
  });
});
