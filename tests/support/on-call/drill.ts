import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG, type StrategyName } from "../../../rotation-fn/settings";
import { type AppSecret, type AppValue, appSecret } from "../app-secret";
import { testMysql } from "../mysql";
import { adminSecret, ownAdmin } from "../own-admin";
import { asRoot, logIn, type RotationWorld, rotationWorld, uniqueNames } from "../rotation-world";
import { type AwsForPeople, awsForPeople } from "./aws-for-people";
import { blocksOf } from "./runbook-page";
import { type OnCallShell, onCallShell } from "./shell";

/** One deployed secret that has rotated twice, and a person on call for it. */
export interface Drill {
  readonly secret: AppSecret;
  readonly adminArn: string;
  readonly adminUser: string;
  /** Pastes all blocks that the runbook prints under a heading, or the one of them that contains a text. */
  follow(heading: string, containing?: string): Promise<string>;
  /** The last failed line of the function, by the page's query; what it prints to begin with is pasted. */
  failure(): Promise<FailedLine>;
  /** Starts the rotation and, where it fails, pastes what its line prints, until it is done. Returns the codes met. */
  rotateUntilDone(): Promise<string[]>;
  /** Whether an application logs in with what the secret holds. */
  logsIn(): Promise<boolean>;
  /** "Applications cannot log in now", step by step: the audit, then the repair that fits. Returns which. */
  repairLogin(): Promise<"moved back" | "set the password">;
  /** Starts the rotation again as the page says, and waits for its end. */
  rotateAgain(): Promise<void>;
  /** Notes a password that somebody set by hand, so that the end can be checked. */
  manualUser(password: string): string;
  /** Every application logs in with what the secret holds, and no password outside the labels opens the database. */
  expectSound(): Promise<void>;
}

export interface FailedLine {
  readonly code: string;
  readonly message: string;
  readonly needsHuman?: boolean;
  readonly command?: string;
}

export interface Drills {
  readonly world: RotationWorld;
  begin(strategy: StrategyName): Promise<Drill>;
  close(): Promise<void>;
}

/** A cure takes two at most: one for the login, one for the rotation. */
const MAX_COMMANDS = 2;
const LOGIN = "Applications cannot log in now";
const READ = "Read what failed";
/** What RotateSecret answers where it continues a pending version: the page calls it the good answer. */
const CONTINUED = "A previous rotation isn't complete. That rotation will be reattempted.";

export async function drills(): Promise<Drills> {
  const world = await rotationWorld({}, { runsRotations: true });
  const open: { shell: OnCallShell; aws: AwsForPeople }[] = [];
  return {
    world,
    async begin(strategy) {
      const admin = await ownAdmin();
      const adminArn = await adminSecret(world, admin);
      const { secret, provision } = await deployed(world, strategy, adminArn);
      const aws = await awsForPeople(world, {
        rotateAdmin: () => rotateAdmin(world, admin.username, adminArn),
        provision,
      });
      const names = { secret: secret.name, function: "rotation-fn", adminSecret: adminArn, instance: "shop" };
      const shell = onCallShell({ awsUrl: aws.url, names, typedPassword: admin.password });
      open.push({ shell, aws });
      world.logs();
      const manualUser: string[] = [];
      const follow: Drill["follow"] = async (heading, containing = "") => {
        const blocks = blocksOf(heading).filter((block) => block.includes(containing));
        if (blocks.length === 0) throw new Error(`nothing with ${containing} under "${heading}"`);
        let printed = "";
        for (const block of blocks) printed = await shell.paste(block);
        return printed;
      };
      const failure = async (): Promise<FailedLine> => {
        const line: FailedLine = JSON.parse(await follow(READ, "aws logs filter-log-events"));
        if (line.command !== undefined) await shell.paste(line.command);
        return line;
      };
      const rotateAgain = async (): Promise<void> => {
        await follow(READ, "rotate-secret").catch((error: Error) => {
          if (!error.message.includes(CONTINUED)) throw error;
        });
      };
      return {
        secret,
        adminArn,
        adminUser: admin.username,
        follow,
        failure,
        async repairLogin() {
          expect(await follow(LOGIN, "audit")).toContain('"healthy":0');
          const works = await follow(LOGIN, "AWSPREVIOUS").then(
            () => true,
            () => false,
          );
          await follow(works ? "Move AWSCURRENT back" : "Set the password that the secret holds");
          await logIn(await secret.value());
          return works ? "moved back" : "set the password";
        },
        logsIn: async () =>
          logIn(await secret.value()).then(
            () => true,
            () => false,
          ),
        rotateAgain,
        async rotateUntilDone() {
          const codes: string[] = [];
          while (codes.length < MAX_COMMANDS) {
            const before = await secret.value();
            await rotateAgain();
            if ((await secret.value()).password !== before.password) return codes;
            codes.push((await failure()).code);
          }
          throw new Error(`${codes.join(", ")}: not cured by what they print`);
        },
        manualUser(password) {
          manualUser.push(password);
          return password;
        },
        async expectSound() {
          // As the page says: the rotation after the repair retires what the accident left.
          await rotateAgain();
          await expectSound(world, secret, manualUser);
        },
      };
    },
    async close() {
      for (const { shell, aws } of open) {
        shell.close();
        await aws.close();
      }
      await world.close();
    },
  };
}

async function deployed(world: RotationWorld, strategy: StrategyName, adminSecretId: string) {
  const empty = await world.secretWith(undefined, [{ Key: STRATEGY_TAG, Value: strategy }]);
  const { engine, host, port } = testMysql();
  const event = {
    action: "provision",
    secretId: empty.arn,
    adminSecretId,
    engine,
    host,
    port,
    ...uniqueNames(),
    userHost: "%",
    privileges: ["SELECT", "INSERT"],
  };
  const provision = () => world.handler(event);
  await provision();
  const secret = appSecret(world.client, world.handler, empty.arn, empty.name);
  for (let rotation = 0; rotation < 2; rotation++) {
    await secret.begin();
    await world.settled(empty.arn);
  }
  return { secret, provision };
}

/** What RDS does on RotateMasterUserPassword: a new password in the database and in the secret. */
async function rotateAdmin(world: RotationWorld, username: string, adminArn: string): Promise<void> {
  const password = "new-admin-Password-2";
  await asRoot(`ALTER USER ${username} IDENTIFIED BY '${password}'`);
  const SecretString = JSON.stringify({ username, password });
  await world.client.send(new PutSecretValueCommand({ SecretId: adminArn, SecretString }));
}

async function expectSound(world: RotationWorld, secret: AppSecret, manualUser: readonly string[]): Promise<void> {
  const { Versions = [] } = await world.client.send(
    new ListSecretVersionIdsCommand({ SecretId: secret.arn, IncludeDeprecated: true }),
  );
  const values: { value: AppValue; labels: readonly string[] }[] = [];
  for (const { VersionId, VersionStages = [] } of Versions) {
    const { SecretString } = await world.client.send(new GetSecretValueCommand({ SecretId: secret.arn, VersionId }));
    values.push({ value: JSON.parse(SecretString ?? "null"), labels: VersionStages });
  }
  const current = await secret.value();
  await logIn(current);
  const labelled = values.filter(({ labels }) => labels.length > 0).map(({ value }) => value.password);
  const passwords = [...new Set([...values.map(({ value }) => value.password), ...manualUser])];
  const opening: string[] = [];
  for (const username of new Set(values.map(({ value }) => value.username))) {
    for (const password of passwords.filter((each) => !labelled.includes(each))) {
      await logIn({ ...current, username, password }).then(
        () => opening.push(`${username} ${passwords.indexOf(password)}`),
        () => undefined,
      );
    }
  }
  expect(opening).toEqual([]);
}
