import { parameterSource } from "../../../../../local/aws/gateway/rewrites/parameter-source";
import { declareRewrite } from "../../../../contracts/rewrite";

declareRewrite(parameterSource, {
  async observe(ask, suffix) {
    const group = { DBParameterGroupName: `group-${suffix}` };
    const family = { DBParameterGroupFamily: "mysql8.4", Description: "d" };
    await ask.form("rds", { Action: "CreateDBParameterGroup", ...group, ...family });
    const parameter = { ParameterName: "require_secure_transport", ParameterValue: "1", ApplyMethod: "immediate" };
    const members = Object.entries(parameter).map(([name, value]) => [`Parameters.Parameter.1.${name}`, value]);
    await ask.form("rds", { Action: "ModifyDBParameterGroup", ...group, ...Object.fromEntries(members) });
    const xml = await ask.form("rds", { Action: "DescribeDBParameters", ...group });
    return [...xml.matchAll(/<Parameter>[\s\S]*?<\/Parameter>/g)].map(([found]) => [
      /<ParameterName>([^<]*)/.exec(found)?.[1],
      /<Source>([^<]*)/.exec(found)?.[1],
    ]);
  },
  expected: [["require_secure_transport", "user"]],
});
