import type { Waiver } from "../checkov-waivers";
import type { Failure } from "./scan";

/** What a scan means, once the reviewed waivers are taken into account. */
export interface Verdict {
  /** Failures that no waiver covers. */
  readonly open: readonly Failure[];
  readonly waived: readonly Failure[];
  /** Waivers that cover nothing in an environment that they name: to be removed before they cover something new. */
  readonly stale: readonly { readonly waiver: Waiver; readonly environment: string }[];
}

/** Sorts failures by whether a waiver covers them. `environments` are the names of those that were scanned. */
export function judge(
  failures: readonly Failure[],
  waivers: readonly Waiver[],
  environments: readonly string[],
): Verdict {
  const isCovered = (failure: Failure) => waivers.some((waiver) => covers(waiver, failure));
  return {
    open: failures.filter((failure) => !isCovered(failure)),
    waived: failures.filter(isCovered),
    stale: waivers.flatMap((waiver) =>
      waiver.environments
        .filter((environment) => environments.includes(environment))
        .filter(
          (environment) => !failures.some((failure) => covers({ ...waiver, environments: [environment] }, failure)),
        )
        .map((environment) => ({ waiver, environment })),
    ),
  };
}

function covers(waiver: Waiver, { check, stack, resource }: Failure): boolean {
  return (
    waiver.check === check &&
    waiver.environments.some((environment) =>
      waiver.at.some((at) => {
        const [part = "", id = ""] = at.split("/");
        return stack === `${environment}-${part}` && (id === "*" || id === resource);
      }),
    )
  );
}
