/** The configuration of a function that its environment shows. */
export interface ConfiguredFunction {
  readonly functionName: string;
  /** `<file>.<export>`, as Lambda writes it. */
  readonly handler: string;
  readonly memoryMb: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The environment of a function's process: what was configured for it, and what Lambda itself defines
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment variables").
 * Nothing else is passed on: a variable of the user's shell must not make a function work.
 */
export function functionEnvironment(
  taskRoot: string,
  { functionName, handler, memoryMb, environment: configured }: ConfiguredFunction,
): Readonly<Record<string, string>> {
  const region = configured.AWS_REGION;
  return {
    PATH: process.env.PATH ?? "",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    HOME: taskRoot, // without it the SDK would read the profiles in the home of the person at the keyboard
    ...(region === undefined ? {} : { AWS_DEFAULT_REGION: region }),
    ...configured,
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    ...(memoryMb === undefined ? {} : { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb) }),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  };
}
