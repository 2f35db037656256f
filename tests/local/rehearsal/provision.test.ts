import { provision } from "../../../local/rehearsal/provision";
import type { Invocation, RecordedFunction } from "../../../local/rehearsal/recorded-invocations";
import type { RehearsedSecret } from "../../../local/rehearsal/secrets";

/** A function that answers every event with success, and keeps it. */
function acceptingFunction(): RecordedFunction {
  const invocations: Invocation[] = [];
  return {
    invocations,
    async invoke(payload) {
      const times = { startMs: 0, endMs: 1, apiCalls: 2 };
      invocations.push({ payload, instance: "one", cold: false, ...times, outcome: { ok: true } });
      return { ok: true };
    },
    instances: () => [],
    logLines: () => [],
    stop: async () => undefined,
  };
}

// Found by `npm run soak -- --engine mariadb`: the function took the secret's engine to be MySQL, and refused the server.
it.each([
  ["mysql", undefined],
  ["mariadb", "mariadb"],
] as const)("provision of a secret on %s names the engine %s", async (engine, named) => {
  const fn = acceptingFunction();
  const server = { engine, host: "localhost", port: 3306 } as Parameters<typeof provision>[1];
  const secret = { arn: "arn:secret", name: "shop", username: "shop", database: "shop" } as RehearsedSecret;
  await provision(fn, server, "arn:admin", secret);
  expect(fn.invocations.map(({ payload }) => (payload as { readonly engine?: string }).engine)).toEqual([named]);
});
