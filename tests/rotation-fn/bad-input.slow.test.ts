import { recordProof } from "../../tools/proof/record-proof";
import { tryAdminSecrets, tryEnvironments, tryEvents, trySecretValues } from "../support/bad-input/properties";
import { testMysql } from "../support/mysql";
import { trySessions } from "../support/server-replies/try-sessions";

const INPUTS = 10_000;
const MAX_MS = 600_000;

describe("10,000 of each kind of bad input", () => {
  const startedAt = performance.now();
  const tried = { events: 0, secretValues: 0, adminSecrets: 0, environmentFiles: 0, serverReplies: 0 };
  let refused = 0;
  let violations = 0;

  const say = (what: string, bad: number): void =>
    void process.stderr.write(`bad input, ${what}: ${INPUTS} tried, ${bad} refused\n`);

  it.each([
    ["events", tryEvents],
    ["secretValues", trySecretValues],
    ["adminSecrets", tryAdminSecrets],
    ["environmentFiles", tryEnvironments],
  ] as const)(
    "%s",
    async (kind, tryInputs) => {
      violations += 1;
      const result = await tryInputs(INPUTS);
      violations -= 1;
      tried[kind] = result.inputs;
      refused += result.refused;
      say(kind, result.refused);
      expect(result.refused).toBeGreaterThan(INPUTS / 4);
    },
    MAX_MS,
  );

  it(
    "server replies",
    async () => {
      const { sessions, failed, problems } = await trySessions(INPUTS, MAX_MS);
      violations += problems.length;
      tried.serverReplies = sessions;
      refused += failed;
      say("server replies", failed);
      expect(problems).toEqual([]);
      expect(failed).toBeGreaterThan(INPUTS / 2);
    },
    MAX_MS,
  );

  afterAll(() => {
    const { engine, version } = testMysql();
    const versions = { [engine === "mariadb" ? "MariaDB" : "MySQL"]: version };
    recordProof("bad-input", { figures: { ...tried, refused, violations }, versions, startedAt });
  });
});
