import { emptyAssociation } from "./empty-association";
import { forgetFunctionSettings, functionSettings } from "./function-settings";
import { createConnectEndpoint, deleteConnectEndpoint, describeConnectEndpoints } from "./instance-connect-endpoint";
import { forgetInstanceInsights, instanceInsights } from "./instance-insights";
import { describeMonitoring, monitorInstances } from "./instance-monitoring";
import { instanceSecurityGroups } from "./instance-security-groups";
import { lambdaQuota } from "./lambda-quota";
import { logFilter } from "./log-filter";
import { hideResetParameters, resetParameters, setParametersAgain } from "./parameter-reset";
import { parameterSource } from "./parameter-source";
import type { Rewrite } from "./rewrite";
import { forgetRuleDescription, rememberRuleDescription, showRuleDescription } from "./rule-descriptions";

/** Every repair. Each has a contract test that fails without it on a real moto: tests/local/aws/gateway/rewrites. */
export const REWRITES: readonly Rewrite[] = [
  monitorInstances,
  describeMonitoring,
  instanceSecurityGroups,
  emptyAssociation,
  createConnectEndpoint,
  describeConnectEndpoints,
  deleteConnectEndpoint,
  rememberRuleDescription,
  forgetRuleDescription,
  showRuleDescription,
  parameterSource,
  resetParameters,
  setParametersAgain,
  hideResetParameters,
  functionSettings,
  forgetFunctionSettings,
  instanceInsights,
  forgetInstanceInsights,
  logFilter,
  lambdaQuota,
];
