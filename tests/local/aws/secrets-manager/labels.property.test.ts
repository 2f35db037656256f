import fc from "fast-check";
import { ServiceError } from "../../../../local/aws/secrets-manager/errors";
import { OPERATIONS } from "../../../../local/aws/secrets-manager/operations";
import type { OperationContext } from "../../../../local/aws/secrets-manager/operations/operation";
import type { Secret } from "../../../../local/aws/secrets-manager/state";
import { version } from "../../../contracts/secrets-manager/kit";

/** Any history of the operations that write values and move labels, errors included. */
const letter = fc.constantFrom("a", "b", "c", "d");
const label = fc.constantFrom("AWSCURRENT", "AWSPENDING", "AWSPREVIOUS", "MINE");
const call = fc.oneof(
  fc.record({
    operation: fc.constant("PutSecretValue"),
    id: letter,
    stages: fc.option(fc.array(label, { minLength: 1 })),
  }),
  fc.record({ operation: fc.constant("UpdateSecret"), id: letter }),
  fc.record({
    operation: fc.constant("UpdateSecretVersionStage"),
    label,
    from: fc.option(letter),
    to: fc.option(letter),
  }),
  fc.record({ operation: fc.constant("RotateSecret"), id: letter }),
);

type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never;

test("after any calls every label is on one version at most, and values never change", () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
      const context = emptyService();
      const values = new Map<string, string>();
      for (const one of calls) {
        const before = snapshot(secretOf(context));
        if (!run(one, context)) expect(snapshot(secretOf(context))).toEqual(before);
        checkInvariants(secretOf(context), values);
      }
    }),
    { numRuns: 300 },
  );
});

function checkInvariants(secret: Secret, values: Map<string, string>): void {
  const versions = [...secret.versions.values()];
  const labels = versions.flatMap((one) => one.labels);
  expect(labels.length).toBe(new Set(labels).size);
  for (const one of versions) {
    expect([...one.labels]).toEqual([...one.labels].sort());
    const value = JSON.stringify(one.value);
    expect(values.get(one.id) ?? value).toBe(value);
    if (one.value !== undefined) values.set(one.id, value);
  }
  // Once there is a current version, there is always one.
  if (values.has("had current")) expect(labels).toContain("AWSCURRENT");
  if (labels.includes("AWSCURRENT")) values.set("had current", "yes");
}

/** @returns false when the call was refused. */
function run(one: Call, context: OperationContext): boolean {
  try {
    OPERATIONS.get(one.operation)?.(inputOf(one), context);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ServiceError);
    return false;
  }
}

function inputOf(one: Call): object {
  if (!("id" in one)) {
    const [from, to] = [one.from, one.to].map((id) => id && version(id));
    return { SecretId: "app", VersionStage: one.label, RemoveFromVersionId: from, MoveToVersionId: to };
  }
  const input = { SecretId: "app", ClientRequestToken: version(one.id) };
  if (one.operation === "RotateSecret")
    return { ...input, RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:f" };
  return { ...input, SecretString: `value of ${one.id}`, ...("stages" in one && { VersionStages: one.stages }) };
}

function emptyService(): OperationContext {
  const context: OperationContext = {
    state: { secrets: new Map() },
    region: "us-east-1",
    accountId: "123456789012",
    now: () => 1_700_000_000_000,
    rotations: { start: () => undefined, isRunning: () => false, cancel: () => undefined },
  };
  OPERATIONS.get("CreateSecret")?.({ Name: "app", ClientRequestToken: version("z") }, context);
  return context;
}

function secretOf(context: OperationContext): Secret {
  const secret = context.state.secrets.get("app");
  if (secret === undefined) throw new Error("the secret is gone");
  return secret;
}

function snapshot(secret: Secret): unknown {
  return structuredClone({ ...secret, versions: [...secret.versions.values()] });
}
