import { EnvironmentModel, type ModelResource, stackModel } from "../../../stacks/guard-rails/environment-model";
import { GUARD_RAILS } from "../../../stacks/guard-rails/rules";
import { expression } from "../../support/expression";

/** An environment of so many app secrets that counts how often anything of a resource is read. */
function countedEnvironment(count: number): { environment: EnvironmentModel; reads: () => number } {
  const ids = Array.from({ length: count }, (_, index) => `app_${index}`);
  const each = (values: (id: string) => object) => Object.fromEntries(ids.map((id) => [id, values(id)]));
  const stack = stackModel("sample-app-secret", {
    resource: {
      aws_security_group: { group: {} },
      aws_lambda_function: {
        function: {
          function_name: "sample",
          vpc_config: { security_group_ids: [expression("aws_security_group.group.id")] },
        },
      },
      aws_cloudwatch_log_group: { group: { name: "/aws/lambda/sample", retention_in_days: 1 } },
      aws_secretsmanager_secret: each((id) => ({ name: `sample/${id}` })),
      aws_secretsmanager_secret_policy: each((id) => ({
        secret_arn: expression(`aws_secretsmanager_secret.${id}.arn`),
        block_public_policy: true,
      })),
      aws_secretsmanager_secret_rotation: each((id) => ({
        secret_id: expression(`aws_secretsmanager_secret.${id}.id`),
      })),
    },
  });
  let reads = 0;
  const counted = (resource: ModelResource) =>
    new Proxy(resource, {
      get(target, key, receiver) {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const environment = new EnvironmentModel("sample", [{ ...stack, resources: stack.resources.map(counted) }]);
  return { environment, reads: () => reads };
}

/** How often the rule reads something of a resource, for each app secret. */
function readsPerSecret(rail: (typeof GUARD_RAILS)[number], count: number): number {
  const { environment, reads } = countedEnvironment(count);
  const before = reads();
  rail.check(environment);
  return (reads() - before) / count;
}

test.each(GUARD_RAILS.map((rail) => [rail.name, rail] as const))(
  "%s reads no more of each app secret among 1,000 than among 100",
  (_, rail) => {
    expect(readsPerSecret(rail, 1_000)).toBeLessThanOrEqual(readsPerSecret(rail, 100) + 1);
  },
);

test("what the environment of this test lacks is no secret without policy or rotation", () => {
  const { environment } = countedEnvironment(3);
  const found = GUARD_RAILS.filter(({ name }) => ["closed-secrets", "secret-rotation"].includes(name));
  expect(found.flatMap((rail) => rail.check(environment))).toEqual([]);
});
