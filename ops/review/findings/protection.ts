import { type Attributes, changesIn, type Review } from "../model/change";
import type { Finding } from "./finding";

interface Protection {
  readonly argument: string;
  readonly isWeaker: (before: unknown, after: unknown) => boolean;
  readonly loses: string;
  readonly gains: string;
}

const off = (before: unknown, after: unknown): boolean => before === true && after === false;
const on = (before: unknown, after: unknown): boolean => before === false && after === true;
const less = (before: unknown, after: unknown): boolean => Number(after) < Number(before);

const PROTECTIONS: readonly Protection[] = [
  {
    argument: "deletion_protection",
    isWeaker: off,
    loses: "deletion protection is turned off",
    gains: "deletion protection is turned on",
  },
  {
    argument: "skip_final_snapshot",
    isWeaker: on,
    loses: "no final snapshot is taken any more",
    gains: "a final snapshot will be taken",
  },
  {
    argument: "backup_retention_period",
    isWeaker: less,
    loses: "backups are kept for fewer days",
    gains: "backups are kept for more days",
  },
  {
    argument: "multi_az",
    isWeaker: off,
    loses: "the standby in a second zone is removed",
    gains: "a standby in a second zone is added",
  },
  {
    argument: "storage_encrypted",
    isWeaker: off,
    loses: "storage is no longer encrypted",
    gains: "storage is encrypted",
  },
  {
    argument: "publicly_accessible",
    isWeaker: on,
    loses: "the database gets a public address",
    gains: "the database loses its public address",
  },
  {
    argument: "delete_automated_backups",
    isWeaker: on,
    loses: "automated backups end with the instance",
    gains: "automated backups outlive the instance",
  },
  {
    argument: "auto_minor_version_upgrade",
    isWeaker: off,
    loses: "minor versions are not installed any more",
    gains: "minor versions are installed",
  },
];

/** What protects the database's data, on both sides. */
export function protection(review: Review): readonly Finding[] {
  return changesIn(review, "aws_db_instance").flatMap(({ stack, address, before, after, action }): Finding[] =>
    action === "update" || action === "replace"
      ? PROTECTIONS.flatMap((one) => compared(one, before, after, `${stack}: ${address}`))
      : [],
  );
}

function compared(
  { argument, isWeaker, loses, gains }: Protection,
  before: Attributes | undefined,
  after: Attributes | undefined,
  resource: string,
): readonly Finding[] {
  const [was, is] = [before?.[argument], after?.[argument]];
  if (was === is || was === undefined || is === undefined || was === null) return [];
  const weaker = isWeaker(was, is);
  const words = weaker ? loses : gains;
  const text = `${words[0]?.toUpperCase()}${words.slice(1)}: \`${argument}\` ${String(was)} → ${String(is)}.`;
  return [
    {
      code: weaker ? "protection_lost" : "protection_gained",
      severity: weaker ? "danger" : "note",
      headline: words,
      text,
      resources: [resource],
    },
  ];
}
