import {
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { STRATEGY_NAMES } from "../../../rotation-fn/settings";
import { type Drill, type Drills, drills } from "../../support/on-call/drill";
import { asRoot } from "../../support/rotation-world";

jest.setTimeout(120_000);

/** What somebody did to the secret or to the account in AWSCURRENT, so that its login is refused. */
type Accident = (drill: Drill, all: Drills) => Promise<unknown>;

const ACCIDENTS: Readonly<Record<string, Accident>> = {
  "the password was changed by hand": async (drill) => {
    const { username } = await drill.secret.value();
    await asRoot(`ALTER USER '${username}'@'%' IDENTIFIED BY '${drill.manualUser("by-Hand-1")}'`);
  },
  "AWSCURRENT was overwritten": async (drill, { world }) => {
    const value = { ...(await drill.secret.value()), password: drill.manualUser("overwritten-Password-1") };
    const SecretString = JSON.stringify(value);
    await world.client.send(new PutSecretValueCommand({ SecretId: drill.secret.arn, SecretString }));
  },
  "labels were moved by hand": async (drill, { world }) => {
    const SecretId = drill.secret.arn;
    const { Versions = [] } = await world.client.send(
      new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }),
    );
    const labelOf = (label: string) => Versions.find(({ VersionStages }) => VersionStages?.includes(label))?.VersionId;
    const oldest = Versions.find(({ VersionStages = [] }) => VersionStages.length === 0)?.VersionId;
    await world.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: "AWSCURRENT",
        MoveToVersionId: oldest,
        RemoveFromVersionId: labelOf("AWSCURRENT"),
      }),
    );
  },
};

describe("drills: applications cannot log in", () => {
  let all: Drills;
  beforeAll(async () => {
    all = await drills();
  });
  afterAll(() => all.close());

  describe.each(Object.entries(ACCIDENTS))("%s", (_, accident) => {
    it.each(STRATEGY_NAMES)(
      "%s: what the runbook prints lets them in, and the next rotation ends well",
      async (strategy) => {
        const drill = await all.begin(strategy);
        await accident(drill, all);
        await drill.repairLogin();
        await drill.rotateAgain();
        await drill.expectSound();
      },
    );

    it.each(STRATEGY_NAMES)("%s: a rotation failed before: its line, and then the page", async (strategy) => {
      const drill = await all.begin(strategy);
      await accident(drill, all);
      const { password } = await drill.secret.value();
      await drill.rotateAgain();
      // single-user finds the credential among the labels by itself.
      if ((await drill.secret.value()).password === password) {
        expect(await drill.failure()).toMatchObject({ needsHuman: true });
        // What the line printed may have been the whole cure.
        if (!(await drill.logsIn())) await drill.repairLogin();
        await drill.rotateUntilDone();
      }
      await drill.expectSound();
    });
  });
});
