import { setTimeout as wait } from "node:timers/promises";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Gateway } from "../../../local/aws/gateway/gateway";
import { type LifecycleClients, lifecycleClients } from "../../../local/lifecycle/clients";
import { startClock } from "../../../local/terminal/clock";

type Listener = Parameters<Gateway["onRotation"]>[0];

/** Clients whose every reading of a secret fails, so that each attempt is seen as a failure of a client of known name and ARN. */
function brokenClients(): { clients: LifecycleClients; tell: Listener; asked: string[] } {
  const listeners: Listener[] = [];
  const asked: string[] = [];
  const secretsManager = {
    send: async ({ input }: { readonly input: { readonly SecretId: string } }) => {
      asked.push(input.SecretId);
      throw new Error("there is no such secret");
    },
  } as unknown as SecretsManagerClient;
  const onRotation = (listener: Listener) => {
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  };
  const clients = lifecycleClients({ onRotation }, secretsManager, startClock());
  return { clients, asked, tell: (event) => listeners.forEach((listener) => void listener(event)) };
}

const secret = (name: string, arn = `arn:${name}`) => ({ name, arn, writes: false });

describe("the clients of a lifecycle run", () => {
  let context: ReturnType<typeof brokenClients>;
  beforeEach(() => {
    context = brokenClients();
  });
  afterEach(() => context.clients.stop());

  test("count each failed login, with the client and the reason", async () => {
    context.clients.serve([secret("shop")], "");
    await wait(50);
    const { logins, failures } = context.clients.record();
    expect(logins).toBeGreaterThanOrEqual(4);
    expect(failures[0]).toMatchObject({
      client: "shop web-1",
      reason: expect.stringMatching(/^read: .*no such secret/),
    });
  });

  test("do not log in while what they need is taken from them, which is recorded with the reason", async () => {
    context.clients.serve([secret("shop"), secret("jobs")], "");
    let askedBefore = 0;
    const during = await context.clients.without("it is deleted", ["shop"], async () => {
      const before = context.asked.length;
      await wait(900);
      askedBefore = context.asked.length;
      return context.asked.slice(before);
    });
    expect(new Set(during)).toEqual(new Set(["arn:jobs"]));
    expect(context.clients.record().pauses).toMatchObject([{ secrets: ["shop"], reason: "it is deleted" }]);
    await wait(50);
    expect(context.asked.slice(askedBefore)).toContain("arn:shop");
  });

  test("follow a secret that is made anew, once each and after the pause", async () => {
    let askedBefore = 0;
    context.clients.serve([secret("shop")], "");
    await context.clients.without("it is made anew", undefined, async () => {
      context.clients.serve([secret("shop", "arn:new")], "");
      const before = context.asked.length;
      await wait(100);
      expect(context.asked.length).toBe(before);
      askedBefore = before;
    });
    // They begin at once, so that there is nothing to wait for.
    expect(context.asked.slice(askedBefore)).toEqual(["arn:new", "arn:new", "arn:new", "arn:new"]);
  });

  test("end with a secret that is no longer served, and do not begin again after a pause of all", async () => {
    context.clients.serve([secret("shop"), secret("extra")], "");
    context.clients.serve([secret("shop")], "");
    await wait(20); // those of "extra" end
    const before = context.asked.length;
    await context.clients.without("the stack is destroyed", undefined, async () => undefined);
    await wait(50);
    expect(new Set(context.asked.slice(before))).toEqual(new Set(["arn:shop"]));
  });

  test("note how every rotation ended", () => {
    const common = { secretId: "arn:shop", secretName: "local/shop", versionId: "v", attempt: 1, startedAt: 1_000 };
    context.tell({ ...common, kind: "rotation-started" });
    context.tell({ ...common, kind: "rotation-ended", endedAt: 1_700, outcome: "failed", errorMessage: "no" });
    expect(context.clients.record().rotations).toMatchObject([{ secret: "local/shop", durationMs: 700, ok: false }]);
  });

  test("are at rest once they have been stopped", async () => {
    context.clients.serve([secret("shop")], "");
    await context.clients.stop();
    const before = context.asked.length;
    await wait(800);
    expect(context.asked.length).toBe(before);
  });
});
