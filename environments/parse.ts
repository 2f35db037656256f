import { sharedFunctionProblems } from "./checks/shared-function";
import { placeholdersIn } from "./placeholders";
import { EnvironmentError, type Problem, problemsOf, withoutPasswords } from "./problems";
import { type Environment, type EnvironmentInput, environmentSchema } from "./schema";
import { concurrencyNeeded } from "./values/lambda-concurrency";
import { rotationWindows } from "./values/rotation-window";
import { rule } from "./values/rules";
import { weakenedChoices } from "./values/weakened";

/** Fits the shortest limit of the names it begins (IAM roles, DB identifiers) with room for what follows. */
const NAME = /^(?=.{1,20}$)[a-z](-?[a-z0-9])*$/;

/** Checks one environment. Throws {@link EnvironmentError} with every problem of it. */
export function parseEnvironment(name: string, input: EnvironmentInput): Environment {
  return parseEnvironments({ [name]: input })[name] as Environment;
}

/**
 * Checks several environments, given by name. Throws one {@link EnvironmentError} with every problem of all of them, so
 * that one run shows them all.
 */
export function parseEnvironments<Name extends string>(
  inputs: Readonly<Record<Name, EnvironmentInput>>,
): Readonly<Record<Name, Environment>> {
  const problems: Problem[] = [];
  const parsed = Object.entries<EnvironmentInput>(inputs).map(([name, input]) => {
    if (!NAME.test(name)) {
      problems.push({
        path: name,
        found: JSON.stringify(name),
        rule: rule(
          "1 to 20 lower-case letters, digits and single hyphens, beginning with a letter",
          "rename the environment",
        ),
      });
    }
    const result = environmentSchema.safeParse(input);
    if (!result.success) problems.push(...problemsOf(name, result.error, input));
    const windows = rotationWindows(result.data?.appSecrets ?? []);
    const appSecrets = result.data?.appSecrets.map((secret, index) => ({ ...secret, rotationWindow: windows[index] }));
    const needed =
      result.data &&
      concurrencyNeeded(result.data.rotationFunction.reservedConcurrency.value, result.data.appSecrets.length);
    const weakened = weakenedChoices(result.data);
    const placeholders = result.data === undefined ? [] : placeholdersIn(result.data);
    return [name, { ...result.data, appSecrets, name, concurrencyNeeded: needed, weakened, placeholders }];
  });
  problems.push(...sharedFunctionProblems(Object.entries<unknown>(inputs)));
  if (problems.length > 0) throw new EnvironmentError(withoutPasswords(problems, inputs));
  return Object.fromEntries(parsed) as Record<Name, Environment>;
}
