import { local } from "../../../environments/local";
import { STACKS } from "../../terraform/workspace";
import { query } from "../app-secrets";
import { applied, choose, nothingToDo, planned } from "../deployment";
import { type Change, expectedOfAll, tryEach } from "./change";
import type { Scenario } from "./scenario";

/** Applied by itself, before the way of Session Manager takes all addresses away. */
const ADDRESSES: Change = {
  words: "another list of addresses for the bastion",
  overlay: { bastion: { allowedCidrs: ["127.0.0.1/32", "192.0.2.0/24"] } },
  expected: { "local-bastion": ["+ aws_vpc_security_group_ingress_rule.ssh_from_192-0-2-0-24"] },
};

const CHANGES: readonly Change[] = [
  {
    words: "the bastion by Session Manager",
    overlay: { bastion: { mode: "ssm", publicKey: null, allowedCidrs: null } },
    expected: {
      "local-network": [
        ...["ec2messages", "ssm", "ssmmessages"].map((service) => `+ aws_vpc_endpoint.endpoint_${service}`),
        "~ aws_vpc_endpoint.endpoint_s3",
        "+ aws_vpc_security_group_egress_rule.bastion_to_endpoints",
        "+ aws_vpc_security_group_ingress_rule.endpoints_from_bastion",
      ],
      "local-bastion": [
        "-/+ aws_instance.instance",
        "- aws_key_pair.key_pair",
        "- aws_vpc_security_group_ingress_rule.ssh_from_*",
        "+ aws_iam_policy.tunnel_policy",
        "+ aws_iam_role_policy.session_policy",
        "+ aws_ssm_document.tunnel_document",
      ],
    },
  },
  {
    words: "logs kept for longer",
    overlay: { logRetentionDays: 3 },
    expected: {
      "local-network": ["~ aws_cloudwatch_log_group.flow_log_group"],
      "local-database": ["~ aws_cloudwatch_log_group.*"],
      "local-app-secret": ["~ aws_cloudwatch_log_group.function_log_group"],
    },
  },
  {
    words: "a tag on everything",
    overlay: { tags: { team: "checkout" } },
    expected: Object.fromEntries(STACKS.map((stack) => [stack, ["~ aws_*"]])),
  },
  {
    words: "a parameter of the database",
    overlay: { database: { parameters: { max_connections: 222 } } },
    expected: { "local-database": ["~ aws_db_parameter_group.parameter_group"] },
  },
];

/** Replacing a database's storage key replaces the database: seen in the plan, where a person stops. */
const PLANNED_ONLY: Change = {
  words: "another KMS key for the storage, which would replace the database, and is not applied",
  overlay: {
    database: { storageKeyArn: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000" },
  },
  expected: { "local-database": ["-/+ aws_db_instance.instance"] },
};

/** What taking the way of Session Manager back does. */
const BACK = {
  "local-network": [
    ...["ec2messages", "ssm", "ssmmessages"].map((service) => `- aws_vpc_endpoint.endpoint_${service}`),
    "~ aws_vpc_endpoint.endpoint_s3",
    "- aws_vpc_security_group_egress_rule.bastion_to_endpoints",
    "- aws_vpc_security_group_ingress_rule.endpoints_from_bastion",
  ],
  "local-bastion": [
    "-/+ aws_instance.instance",
    "~ aws_cloudwatch_metric_alarm.*",
    "+ aws_key_pair.key_pair",
    "+ aws_vpc_security_group_ingress_rule.ssh_from_127-0-0-1-32",
    "- aws_iam_policy.tunnel_policy",
    "- aws_iam_role_policy.session_policy",
    "- aws_ssm_document.tunnel_document",
  ],
} as const;

/** Nothing is changed by hand here; the plans of all stacks afterwards look at what is there. */
const WITHOUT_REFRESH = { refresh: false } as const;
const OVERLAY = Object.assign({}, ...CHANGES.map(({ overlay }) => overlay));

/** Everything around the secrets that may be changed: each planned alone, all applied together. */
export const changesAround: Scenario = {
  name: "changes-around",
  title: "Change network, bastion, database, tags",
  isInShort: false,
  async run(context, recorder) {
    await tryEach(context, recorder, [ADDRESSES, ...CHANGES]);
    await recorder.step(`plan ${PLANNED_ONLY.words}`, async () => {
      const before = context.choices;
      await choose(context, { overlay: { ...before.overlay, ...PLANNED_ONLY.overlay } });
      await planned(recorder, context, "local-database", PLANNED_ONLY.expected["local-database"] ?? [], {
        refresh: false,
      });
      await choose(context, before);
    });
    await recorder.step("apply the addresses", async () => {
      const before = context.choices;
      await choose(context, { overlay: { ...before.overlay, ...ADDRESSES.overlay } });
      const { "local-bastion": expected = [] } = ADDRESSES.expected;
      await applied(recorder, context, await planned(recorder, context, "local-bastion", expected, WITHOUT_REFRESH));
    });
    await recorder.step("apply all the others", async () => {
      await choose(context, { overlay: { ...context.choices.overlay, ...OVERLAY } });
      for (const stack of STACKS) {
        // Several changes of one resource are one line with the attributes of all of them.
        const lines = expectedOfAll(CHANGES, stack).map((line) => line.replace(/^(~ .*) \(.*\)$/, "$1"));
        await applied(recorder, context, await planned(recorder, context, stack, lines, WITHOUT_REFRESH));
      }
    });
    await recorder.step("look at what they did", async () => {
      const [row] = await query(context, "SELECT @@max_connections AS found");
      recorder.check("the database has the new parameter", Number(row?.found) === 222, String(row?.found));
      await nothingToDo(recorder, context);
    });
    // Back before the environment is destroyed: moto keeps no route of an endpoint whose route tables were changed, and then
    // cannot delete it.
    await recorder.step("take the way of Session Manager back", async () => {
      await choose(context, { overlay: { ...context.choices.overlay, bastion: local.bastion } });
      for (const stack of ["local-network", "local-bastion"] as const) {
        await applied(recorder, context, await planned(recorder, context, stack, BACK[stack], WITHOUT_REFRESH));
      }
    });
  },
};
