import { versionNumbers } from "../labels";
import type { SecretRecord } from "../record";

/** The rows on which labels are drawn, and the place of a credential among them; the place is its colour, too. */
export interface LabelLanes {
  readonly names: readonly string[];
  indexOf(credential: { readonly username: string; readonly versionId: string }): number;
}

/**
 * A row for each user. A secret with one user gets two rows too, one for each of the two passwords that its account can
 * have at a time: otherwise the bar of one label would hide that of another.
 */
export function labelLanes({ users, labels }: SecretRecord): LabelLanes {
  const [only, ...others] = users;
  if (only === undefined || others.length > 0) {
    return { names: users, indexOf: ({ username }) => users.indexOf(username) };
  }
  const numbers = versionNumbers(labels);
  return {
    names: [`${only} · v1, v3 …`, `${only} · v2, v4 …`],
    indexOf: ({ versionId }) => ((numbers.get(versionId) ?? 1) - 1) % 2,
  };
}
