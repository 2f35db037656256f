import { type AppSecret, logIn } from "./rotation-world";

/** Clients that read AWSCURRENT and log in with it, again and again. */
export interface LoginLoad {
  /** Ends after the logins that are under way. The failures are what the driver said. */
  stop(): Promise<{ readonly logins: number; readonly failures: readonly string[] }>;
}

/** Starts `clients` clients. Each reads the secret before every login, so that every login's credential was AWSCURRENT. */
export function loginLoad(secret: AppSecret, clients = 3): LoginLoad {
  let stopped = false;
  let logins = 0;
  const failures: string[] = [];
  const client = async (): Promise<void> => {
    while (!stopped) {
      const value = await secret.value();
      logins++;
      await logIn(value).catch((error: Error) => failures.push(error.message));
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    async stop() {
      stopped = true;
      await running;
      return { logins, failures };
    },
  };
}

/** One rotation as Secrets Manager may run it: with setSecret twice, and time for clients in between. */
export async function rotateWithRepetition(secret: AppSecret): Promise<void> {
  const token = await secret.begin();
  for (const step of ["createSecret", "setSecret", "setSecret", "testSecret", "testSecret", "finishSecret"] as const) {
    await secret.step(step, token);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
