import type { InvocationContext } from "../../rotation-fn/handler";
import type { OwnMysql } from "./own-mysql";
import type { AppSecret, RotationWorld } from "./rotation-world";

/** What a failure says; the thrown error and the outcome line say the same. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly effect: string;
  /** The command of a line that asks for a person. */
  readonly command: string | undefined;
}

/** A rotation that is about to change the database, and that is going to fail there. */
export interface FailingStep {
  readonly secret: AppSecret;
  readonly token: string;
  /** `app_…` */
  readonly username: string;
  /** The same as an account in SQL. */
  readonly app: string;
  /** Changes members of the value in AWSCURRENT, and begins the rotation anew, whose pending version then holds them, too. */
  change(members: object): Promise<void>;
  /** The failure of setSecret, after a look at its line in the log and for passwords in its text. */
  setSecret(context?: InvocationContext): Promise<Failure>;
}

export async function failingStep(world: RotationWorld, mysql: OwnMysql): Promise<FailingStep> {
  const secret = await world.provisioned({ privileges: ["SELECT", "DELETE"] });
  let token = await secret.begin();
  await secret.step("createSecret", token);
  const { username } = await secret.value();
  world.logs();
  return {
    secret,
    get token() {
      return token;
    },
    username,
    app: `\`${username}\`@'%'`,
    async change(members) {
      await secret.put({ ...(await secret.value()), ...members });
      token = await secret.beginAgain(token);
      await secret.step("createSecret", token);
      world.logs();
    },
    async setSecret(context) {
      const event = { Step: "setSecret", SecretId: secret.arn, ClientRequestToken: token };
      const thrown = await world.handler(event, context).then(
        () => ({ code: "none", message: "it succeeded", effect: "none" }),
        (error: Omit<Failure, "command">) => error,
      );
      const [line] = world.logs().filter(({ outcome }) => outcome === "failed");
      const { code, message, effect } = thrown;
      expect(line).toMatchObject({ level: "error", event: "step", code, message, effect, token, secretId: secret.arn });
      expect(message).toMatch(/; what to do: \w/);
      const values = await Promise.all([secret.value(), secret.value("AWSPENDING"), mysql.admin]);
      for (const { password } of values) expect(message).not.toContain(password);
      return { code, message, effect, command: line?.needsHuman === true ? String(line.command) : undefined };
    },
  };
}

/** The statement in a command that asks for one, as it reaches the server. */
export function sqlIn(command: string | undefined): string {
  return /--execute="(.*)"$/.exec(command ?? "")?.[1]?.replace(/\\(.)/g, "$1") ?? "(no statement)";
}
