import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { projectWithClient } from "../../client/empty-project";
import type { Cleanup } from "../../local/terminal/cleanup";
import { type LineProcess, startLineProcess } from "../world/line-process";
import type { Order } from "./program/order";

/** AWS's wrapper as it was measured last: not a dependency of this project. */
const WRAPPER = { name: "aws-advanced-nodejs-wrapper", version: "2.0.1" } as const;
/** What it imports and does not name as a dependency. */
const BESIDE_WRAPPER = ["@aws-sdk/credential-providers@3", "@aws-sdk/rds-signer@3"] as const;
const REPOSITORY = path.join(__dirname, "..", "..");
const READY_TIMEOUT_MS = 60_000;

/** The program of the measurement, beside the packed client and AWS's wrapper in a folder of its own. */
export interface InstalledProgram {
  /** For the notes of a table. */
  readonly versions: string;
  /** Starts a process that has logged in once and waits for a line. `accessKeyId` tells its calls from others'. */
  start(order: Order, accessKeyId: string): Promise<LineProcess>;
}

/** Packs the client and installs it as an application would. */
export async function installProgram(cleanup: Cleanup): Promise<InstalledProgram> {
  const { devDependencies } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));
  const packages = [`mysql2@${devDependencies.mysql2}`, `${WRAPPER.name}@${WRAPPER.version}`, ...BESIDE_WRAPPER];
  const project = await projectWithClient(...packages);
  cleanup.add("the project with the packed client", () => project.remove());
  const outfile = path.join(project.folder, "program.mjs");
  await build({
    entryPoints: [path.join(__dirname, "program", "main.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "warning",
  });
  return {
    versions: `mysql2 ${devDependencies.mysql2}, ${WRAPPER.name} ${WRAPPER.version}, the client from its packed tarball`,
    async start(order, accessKeyId) {
      const { PATH = "" } = process.env;
      const child = startLineProcess({
        called: `the client ${order.contestants.join(", ")}`,
        program: process.execPath,
        args: ["--expose-gc", outfile],
        environment: {
          PATH,
          BENCH_ORDER: JSON.stringify(order),
          AWS_REGION: order.region,
          AWS_ENDPOINT_URL_SECRETS_MANAGER: order.endpoint,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: "not-checked",
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        },
      });
      cleanup.add(`the client ${accessKeyId}`, () => child.stop());
      await child.next(READY_TIMEOUT_MS);
      return child;
    },
  };
}
