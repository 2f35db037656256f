import {
  hideResetParameters,
  resetParameters,
  setParametersAgain,
} from "../../../../../local/aws/gateway/rewrites/parameter-reset";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

const group = (name: string) => ({ DBParameterGroupName: name });
const create = (ask: Asker, name: string) =>
  ask.form("rds", {
    Action: "CreateDBParameterGroup",
    ...group(name),
    DBParameterGroupFamily: "mysql8.4",
    Description: "d",
  });
const change = (ask: Asker, Action: string, name: string, parameters: readonly string[]) =>
  ask.form("rds", {
    Action,
    ...group(name),
    ...Object.fromEntries(
      parameters.flatMap((parameter, index) => [
        [`Parameters.Parameter.${index + 1}.ParameterName`, parameter],
        [`Parameters.Parameter.${index + 1}.ParameterValue`, "1"],
        [`Parameters.Parameter.${index + 1}.ApplyMethod`, "immediate"],
      ]),
    ),
  });
const set = (ask: Asker, name: string, ...parameters: string[]) =>
  change(ask, "ModifyDBParameterGroup", name, parameters);
const reset = (ask: Asker, name: string, ...parameters: string[]) =>
  change(ask, "ResetDBParameterGroup", name, parameters);
const seen = async (ask: Asker, name: string) => {
  const xml = await ask.form("rds", { Action: "DescribeDBParameters", ...group(name) });
  return [...xml.matchAll(/<ParameterName>([^<]*)/g)].map(([, parameter]) => parameter).sort();
};

declareRewrite(resetParameters, {
  async observe(ask, suffix) {
    await create(ask, `reset-${suffix}`);
    await set(ask, `reset-${suffix}`, "slow_query_log");
    return reset(ask, `reset-${suffix}`, "slow_query_log");
  },
  expected: expect.stringContaining("<DBParameterGroupName>reset-with</DBParameterGroupName>"),
});

declareRewrite(hideResetParameters, {
  async observe(ask, suffix) {
    await create(ask, `hide-${suffix}`);
    await set(ask, `hide-${suffix}`, "slow_query_log", "local_infile", "log_output");
    await reset(ask, `hide-${suffix}`, "slow_query_log");
    await reset(ask, `hide-${suffix}`, "log_output");
    return seen(ask, `hide-${suffix}`);
  },
  expected: ["local_infile"],
});

declareRewrite(setParametersAgain, {
  async observe(ask, suffix) {
    await create(ask, `again-${suffix}`);
    await set(ask, `again-${suffix}`, "slow_query_log", "local_infile");
    await reset(ask, `again-${suffix}`, "slow_query_log", "local_infile");
    await set(ask, `again-${suffix}`, "local_infile");
    return seen(ask, `again-${suffix}`);
  },
  expected: ["local_infile"],
});
