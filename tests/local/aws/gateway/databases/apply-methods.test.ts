import { refusedApplyMethod } from "../../../../../local/aws/gateway/databases/apply-methods";
import type { LocalEngine } from "../../../../../local/mysql/program";

const changed = (...parameters: readonly (readonly [name: string, applyMethod: string])[]) => {
  const form = new URLSearchParams({ DBParameterGroupName: "group" });
  parameters.forEach(([name, applyMethod], index) => {
    form.set(`Parameters.Parameter.${index + 1}.ParameterName`, name);
    form.set(`Parameters.Parameter.${index + 1}.ApplyMethod`, applyMethod);
  });
  return form;
};
const refusal = (form: URLSearchParams, engine: LocalEngine = "mysql", action = "ModifyDBParameterGroup") =>
  refusedApplyMethod(action, form, { engineOf: async () => engine });

test("a static parameter that is to be applied immediately is refused in the words of RDS, which name no parameter", async () => {
  const refused = {
    code: "InvalidParameterCombination",
    message: "cannot use immediate apply method for static parameter",
  };
  await expect(refusal(changed(["lower_case_table_names", "immediate"]))).resolves.toEqual(refused);
  await expect(
    refusal(changed(["max_connections", "immediate"], ["performance_schema", "immediate"])),
  ).resolves.toEqual(refused);
  await expect(refusal(changed(["back_log", "immediate"]), "mariadb", "ResetDBParameterGroup")).resolves.toEqual(
    refused,
  );
});

test("one that is applied at the next start is accepted, and so is a dynamic one", async () => {
  const form = changed(["lower_case_table_names", "pending-reboot"], ["max_connections", "immediate"]);
  await expect(refusal(form)).resolves.toBeUndefined();
});

test("what is static is the engine's own", async () => {
  const form = changed(["innodb_buffer_pool_instances", "immediate"]);
  await expect(refusal(form, "mysql")).resolves.toBeDefined();
  await expect(refusal(form, "mariadb")).resolves.toBeUndefined();
});

test("no other call is looked at", async () => {
  const form = changed(["lower_case_table_names", "immediate"]);
  await expect(refusal(form, "mysql", "DescribeDBParameters")).resolves.toBeUndefined();
});
