import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cleanup } from "../../local/terminal/cleanup";

/** The one answer of the RDS API that AWS's function asks for: where the instance of an admin secret is. */
export interface RdsStub {
  readonly url: string;
  /** Requests so far. */
  calls(): number;
}

/**
 * Serves DescribeDBInstances on 127.0.0.1, for any identifier, with this database.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
 */
export async function startRdsStub(
  database: { readonly host: string; readonly port: number },
  cleanup: Cleanup,
): Promise<RdsStub> {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      calls += 1;
      response.writeHead(200, { "content-type": "text/xml" });
      response.end(answerFor(database));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  cleanup.add("the RDS API", () => {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls: () => calls };
}

function answerFor({ host, port }: { readonly host: string; readonly port: number }): string {
  return [
    '<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances>',
    "<DBInstance><DBInstanceIdentifier>bench</DBInstanceIdentifier><Engine>mysql</Engine>",
    `<Endpoint><Address>${host}</Address><Port>${port}</Port></Endpoint></DBInstance>`,
    "</DBInstances></DescribeDBInstancesResult>",
    "<ResponseMetadata><RequestId>bench</RequestId></ResponseMetadata></DescribeDBInstancesResponse>",
  ].join("");
}
