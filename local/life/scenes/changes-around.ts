import { STACKS } from "../../deployment/workspace";
import { query } from "../app-secrets";
import { applied, choose, nothingToDo, planned } from "../deployment";
import { type Change, planEach, together } from "./change";
import type { Scene } from "./scene";

const CHANGES: readonly Change[] = [
  {
    words: "another list of addresses for the bastion",
    overlay: { bastion: { allowedCidrs: ["127.0.0.1/32", "192.0.2.0/24"] } },
    expected: { "local-bastion": ["+ aws_vpc_security_group_ingress_rule.ssh_from_192-0-2-0-24"] },
  },
  {
    words: "the bastion by Session Manager",
    overlay: { bastion: { mode: "ssm", publicKey: null, allowedCidrs: null } },
    expected: {
      "local-bastion": [
        "-/+ aws_instance.instance",
        "- aws_key_pair.key_pair",
        "- aws_vpc_security_group_ingress_rule.ssh_from_127-0-0-1-32",
        "* aws_*",
      ],
    },
  },
  {
    words: "logs kept for longer",
    overlay: { logRetentionDays: 3 },
    expected: {
      "local-network": ["~ aws_cloudwatch_log_group.flow_log_group (retention_in_days)"],
      "local-database": ["~ aws_cloudwatch_log_group.* (retention_in_days)"],
      "local-app-secret": ["~ aws_cloudwatch_log_group.function_log_group (retention_in_days)"],
    },
  },
  {
    words: "a tag on everything",
    overlay: { tags: { team: "checkout" } },
    expected: Object.fromEntries(STACKS.map((stack) => [stack, ["~ aws_* (tags_all)"]])),
  },
  {
    words: "a parameter of the database",
    overlay: { database: { parameters: { max_connections: 222 } } },
    expected: { "local-database": ["~ aws_db_parameter_group.parameter_group (parameter)"] },
  },
];

/** Replacing a database's storage key replaces the database: seen in the plan, where a person stops. */
const PLANNED_ONLY: Change = {
  words: "another KMS key for the storage, which would replace the database, and is not applied",
  overlay: {
    database: { storageKeyArn: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000" },
  },
  expected: { "local-database": ["-/+ aws_db_instance.instance"] },
};

const ALL = together("all of them", CHANGES, Object.assign({}, ...CHANGES.map(({ overlay }) => overlay)));

/** Everything around the secrets that may be changed: each planned alone, all applied together. */
export const changesAround: Scene = {
  name: "changes-around",
  title: "Change network, bastion, database, tags",
  isInShort: false,
  async play(world, stage) {
    await planEach(world, stage, [...CHANGES, PLANNED_ONLY]);
    await stage.act("apply them", async () => {
      await choose(world, { overlay: { ...world.choices.overlay, ...ALL.overlay } });
      for (const stack of STACKS) {
        // Several changes of one resource are one line with the attributes of all of them.
        const lines = (ALL.expected[stack] ?? []).map((line) => line.replace(/^(~ .*) \(.*\)$/, "$1"));
        await applied(stage, world, await planned(stage, world, stack, lines));
      }
    });
    await stage.act("look at what they did", async () => {
      const [row] = await query(world, "SELECT @@max_connections AS found");
      stage.check("the database has the new parameter", Number(row?.found) === 222, String(row?.found));
      await nothingToDo(stage, world);
    });
  },
};
