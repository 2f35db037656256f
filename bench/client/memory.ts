import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { startSecretsManager } from "../../local/aws/secrets-manager/start";
import { secretsManagerClient } from "../../local/load/secrets-manager-client";
import { newPassword } from "../../local/mysql/accounts";
import { connect, runStatements } from "../../local/mysql/connection";
import type { Measurement } from "../measurement";
import { figure } from "../report/figures";
import { atMost } from "../report/goals";
import { numbers } from "../report/table";
import type { World } from "../world/world";
import type { InstalledProgram } from "./installed-program";
import type { MemoryReport, Order } from "./program/order";

const ROTATIONS = 2_000;
const REPORT_AT: readonly number[] = [200, 500, 1_000, 1_500, ROTATIONS];
/** The first snapshot lets V8 drop what is used once only: growth is counted from the second one on. */
const SETTLED = 1;
/** One object or text kept of each rotation would be 1,500. */
const MAX_MORE_OBJECTS = 300;
const ANSWER_TIMEOUT_MS = 30_000;
const DAY_MS = 86_400_000;

/** Whether a process that lives through 2,000 rotations keeps anything of them. */
export function memoryOverRotations(install: (world: World) => Promise<InstalledProgram>): Measurement {
  return {
    name: "client-memory",
    about: `memory of an application over ${ROTATIONS} rotations`,
    async measure(world) {
      const program = await install(world);
      const { mysql, prefix } = await world.stage();
      const users = [`${prefix}memory`, `${prefix}memory_clone`].map((user) => ({ user, password: newPassword() }));
      const root = await connect(mysql, mysql.root);
      await runStatements(
        root,
        users.map(({ user, password }) => `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`),
      ).finally(() => root.destroy());
      // Secrets Manager keeps up to 100 versions that are younger than a day: here each rotation is a day.
      let days = 0;
      const server = await startSecretsManager({
        now: () => new Date(Date.now() + days * DAY_MS),
        invokeFunction: async () => ({ ok: true }),
      });
      world.cleanup.add("Secrets Manager of the memory", () => server.close());
      const operator = secretsManagerClient(server, "OPERATOR");
      const { host, port, caPem } = mysql;
      const secretText = (rotation: number): string => {
        const { user: username, password } = users[rotation % 2] ?? {};
        return JSON.stringify({ engine: "mysql", host, port, username, password });
      };
      const { ARN: secretId = "" } = await operator.send(
        new CreateSecretCommand({ Name: "bench/client-memory", SecretString: secretText(0) }),
      );
      const order: Order = {
        task: "memory",
        contestants: ["rotating"],
        address: { host, port, caPem, database: "" },
        secretId,
        region: server.region,
        endpoint: server.url,
        fixed: { user: "", password: "" },
      };
      const child = await program.start(order, "MEMORY");
      const reports: MemoryReport[] = [];
      for (let rotation = 1; rotation <= ROTATIONS; rotation += 1) {
        world.signal.throwIfAborted();
        days += 1;
        await operator.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: secretText(rotation) }));
        child.write("rotated");
        await child.next(ANSWER_TIMEOUT_MS);
        if (!REPORT_AT.includes(rotation)) continue;
        child.write("report");
        reports.push(JSON.parse(await child.next(ANSWER_TIMEOUT_MS)));
      }
      await child.stop();
      operator.destroy();
      const last = reports.at(-1);
      const moreObjects = (last?.objects ?? Number.NaN) - (reports[SETTLED]?.objects ?? Number.NaN);
      return {
        engines: ["mysql"],
        tables: [
          {
            title: `Memory of an application over ${figure(ROTATIONS)} rotations`,
            columns: [
              ...["rotations", "objects on the heap", "their kB", "code and tables of V8, kB"],
              ...["resident MiB", "connections", "failed queries"],
            ].map(numbers),
            rows: reports.map((one) =>
              [
                ...[one.rotations, one.objects, one.objectsKb, one.codeKb],
                ...[one.residentMb, one.connections, one.failures],
              ].map(figure),
            ),
            howOften: `Once: 2 users in turn, all 5 connections replaced after each rotation, the heap by a snapshot after a garbage collection.`,
            notes: [
              "Objects are objects, arrays, texts, functions and numbers that the program can still reach. V8 compiles functions as they get hot, for as long as the process lives.",
              "The labels are moved as fast as the client follows; no rotation function takes part.",
              program.versions,
            ],
          },
        ],
        goals: [
          atMost(
            `more objects on the heap, rotations ${REPORT_AT[SETTLED]} to ${figure(ROTATIONS)}`,
            MAX_MORE_OBJECTS,
            moreObjects,
            "machine",
          ),
          atMost(`failed queries over ${figure(ROTATIONS)} rotations`, 0, last?.failures ?? Number.NaN, "count"),
        ],
        figures: reports,
      };
    },
  };
}
