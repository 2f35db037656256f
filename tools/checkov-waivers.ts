/** A failed check of checkov that is accepted, and why. Reviewed like code; `npm run checkov` refuses one that covers nothing. */
export interface Waiver {
  readonly check: string;
  /** What the check wants, in few words. */
  readonly wants: string;
  /** Where it is accepted: `<stack>/<logical id>`, `<stack>/*` for all in it. */
  readonly at: readonly string[];
  readonly environments: readonly string[];
  readonly reason: string;
  /**
   * The guard rail that proves it over all stacks of an environment, where the check fails only because it sees one file at
   * a time. A test shows for each that the rule finds what the check is about.
   */
  readonly provedBy?: string;
}

const EVERYWHERE = ["dev", "staging", "prod", "local"];

/** What an environment that is thrown away does without. The environment file has the reason of each such choice. */
const THROWN_AWAY = ["dev", "local"];

export const CHECKOV_WAIVERS: readonly Waiver[] = [
  {
    check: "CKV_AWS_116",
    wants: "a dead letter queue of the function",
    at: ["app-secret/function"],
    environments: EVERYWHERE,
    reason:
      "Secrets Manager calls it, waits for the answer and tries again; only asynchronous events reach such a queue",
  },
  {
    check: "CKV_AWS_272",
    wants: "a code signing configuration of the function",
    at: ["app-secret/function"],
    environments: EVERYWHERE,
    reason:
      "the package is built by the same commit that deploys it, and its hash is in the plan; nobody else may sign",
  },
  {
    check: "CKV_AWS_88",
    wants: "no public address on an instance",
    at: ["bastion/instance"],
    environments: EVERYWHERE,
    reason:
      "a bastion in ssh mode is reached from the internet, on port 22 and from the addresses of the environment file",
  },
  {
    check: "CKV2_AWS_5",
    wants: "security groups that something carries",
    at: ["network/bastion_group", "network/clients_group", "network/database_group", "network/function_group"],
    environments: EVERYWHERE,
    reason: "groups live with the network and are carried in other stacks, or offered to applications in an output",
    provedBy: "attached-security-groups",
  },
  {
    check: "CKV_AWS_338",
    wants: "logs that are kept for a year",
    at: ["network/*", "database/*", "app-secret/*", "bastion/*"],
    environments: ["dev", "staging", "local"],
    reason: "nobody is asked about last year's dev; production keeps a year, which is the default of logRetentionDays",
  },
  {
    check: "CKV_AWS_293",
    wants: "a database with deletion protection",
    at: ["database/instance"],
    environments: ["dev", "staging", "local"],
    reason:
      "the environment is destroyed and rebuilt; the guard rail deletion-protection forbids the same in production",
  },
  {
    check: "CKV_AWS_157",
    wants: "a database in two zones",
    at: ["database/instance"],
    environments: THROWN_AWAY,
    reason: "a zone outage may stop it; the guard rail multi-az asks for a reason in every environment",
  },
  {
    check: "CKV_AWS_133",
    wants: "a database with backups",
    at: ["database/instance"],
    environments: ["local"],
    reason: "an emulator keeps nothing that could be restored",
  },
  {
    check: "CKV_AWS_118",
    wants: "enhanced monitoring of the database",
    at: ["database/instance"],
    environments: ["local"],
    reason: "an emulator measures nothing",
  },
  {
    check: "CKV_AWS_353",
    wants: "performance insights of the database",
    at: ["database/instance"],
    environments: ["local"],
    reason: "an emulator measures nothing",
  },
];
