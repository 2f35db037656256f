import { type Difference, differences } from "../attributes/difference";
import { isMasked } from "../masking/looks-secret";
import { changesIn, type Review } from "../model/change";
import type { Finding } from "./finding";

/**
 * Values that look like secrets and are about to stand in the configuration. This report masks them; Terraform's state, its plan and
 * AWS hold them in clear text.
 */
export function exposedValues(review: Review): readonly Finding[] {
  const exposed = changesIn(review).flatMap(({ stack, address, before, after }) =>
    after === undefined
      ? []
      : differences(before, after)
          .filter(isExposed)
          .map(({ path }) => ({ path: path.replace(/^tags_all/, "tags"), resource: `${stack}: ${address}` })),
  );
  const paths = [...new Set(exposed.map(({ path }) => path))];
  return paths.map((path): Finding => {
    const resources = [...new Set(exposed.filter((one) => one.path === path).map(({ resource }) => resource))];
    const where = resources.length === 1 ? `\`${resources[0]?.split(": ")[1]}\`` : `${resources.length} resources`;
    return {
      code: "value_exposed",
      severity: "danger",
      headline: `a value that looks like a secret is written in clear text (\`${path}\`)`,
      text:
        `\`${path}\` of ${where} gets a value that looks like a secret. It is masked here, but **not in the state, in the plan and in AWS**: ` +
        "keep it in Secrets Manager, and change it if it is real.",
      resources,
    };
  });
}

function isExposed(difference: Difference): boolean {
  if ("added" in difference) return difference.added.some((item) => isMasked(difference.path, item));
  return isMasked(difference.path, difference.after);
}
