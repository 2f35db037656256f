import type { Environment } from "../../environments/schema";
import { databaseIdentifier, resourceName } from "../../stacks/shared/naming";
import { databaseRoute } from "../route/database-route";
import { functionLog } from "./cloudwatch-logs";
import { lambdaFunction } from "./lambda";
import type { Aws } from "./ports";
import { rdsDatabase } from "./rds";
import { secretsManager } from "./secrets-manager";
import { type TargetOptions, targetOf } from "./target";

/** The services of one environment. Nothing is loaded and nothing is called yet. */
export function connectAws(environment: Environment, options: TargetOptions): Aws {
  const target = targetOf(environment, options);
  const { arn } = environment.rotationFunction;
  const functionName = arn ?? resourceName(environment, "rotation");
  return {
    secrets: secretsManager(target),
    rotationFunction: lambdaFunction(target, functionName),
    log: functionLog(target, `/aws/lambda/${functionName.slice(functionName.lastIndexOf(":") + 1)}`),
    database: rdsDatabase(target, databaseIdentifier(environment)),
    route: databaseRoute(environment, target),
  };
}
