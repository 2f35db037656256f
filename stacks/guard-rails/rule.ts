import type { EnvironmentModel } from "./environment-model";

/** One thing that a rule found. Together with the rule's name it is one line of the error. */
export interface Finding {
  /** Where the resource is made: `prod-database/instance`. */
  readonly path: string;
  /** The value. Nothing secret: of a literal that looks like a password only the location is reported. */
  readonly found: string;
  readonly allowed: string;
  readonly remedy: string;
}

/** A promise about every environment, kept at every synth. One file each; each is listed in `rules.ts`. */
export interface GuardRail {
  /** Stable: it is shown in findings and named by waivers of scanners. */
  readonly name: string;
  check(environment: EnvironmentModel): readonly Finding[];
}
