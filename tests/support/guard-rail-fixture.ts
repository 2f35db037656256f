import { EnvironmentModel, stackModel } from "../../stacks/guard-rails/environment-model";
import type { GuardRail } from "../../stacks/guard-rails/rule";
import { expression } from "./expression";

type Values = Readonly<Record<string, unknown>>;

/** Resources of one stack, by type and id, as they stand in a synthesized file. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Values>>>>;

export interface FixtureStack {
  readonly resource?: Resources;
  readonly data?: Resources;
  /** Values of outputs, by name. */
  readonly output?: Values;
  readonly terraform?: Values;
  /** Wildcard reasons by address and Sid. */
  readonly reasons?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An environment of a few resources: `sample-<part>` is a stack. */
export function environmentOf(parts: Readonly<Record<string, FixtureStack>>, name = "sample"): EnvironmentModel {
  return new EnvironmentModel(
    name,
    Object.entries(parts).map(([part, { output = {}, reasons = {}, ...blocks }]) =>
      stackModel(
        `${name}-${part}`,
        {
          ...blocks,
          output: Object.fromEntries(Object.entries(output).map(([key, value]) => [key, { value }])),
        },
        reasons,
      ),
    ),
  );
}

/** What a rule finds in an environment of one stack: `sample-one/vpc: no flow log`. */
export function foundIn(rail: GuardRail, resource: Resources, name?: string): readonly string[] {
  return foundBy(rail, environmentOf({ one: { resource } }, name));
}

export function foundBy(rail: GuardRail, environment: EnvironmentModel): readonly string[] {
  return rail.check(environment).map(({ path, found, allowed, remedy }) => {
    if (allowed === "" || remedy === "") throw new Error(`${rail.name} does not say what is allowed and what to do`);
    return `${path}: ${found}`;
  });
}

/** How a stack reads a value of `sample-<part>`; the output has to be in the fixture, too. */
export function fromPart(part: string, output: string): string {
  return expression(
    `data.terraform_remote_state.cross-stack-reference-input-sample-${part}.outputs.cross-stack-output-${output}`,
  );
}

/** A policy with one allowing statement. */
export function policyAllowing(statement: Values): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Sample", Effect: "Allow", ...statement }] });
}
