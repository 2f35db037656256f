import { findingsOf } from "../../../../ops/review/findings/all-rules";
import { changeOf, reviewOf } from "../sample-change";

const INSTANCE = {
  identifier: "prod-mysql",
  instance_class: "db.m7g.large",
  deletion_protection: true,
  skip_final_snapshot: false,
  backup_retention_period: 35,
  multi_az: true,
  maintenance_window: "sun:04:30-sun:05:30",
};
const told = (...changes: Parameters<typeof reviewOf>[0]): readonly string[] =>
  findingsOf(reviewOf(changes)).map(({ code, severity, text }) => `${severity} ${code}: ${text}`);
const database = (after: object): ReturnType<typeof changeOf> =>
  changeOf("aws_db_instance", "instance", { before: INSTANCE, after: { ...INSTANCE, ...after } });

describe("what a change of the database means", () => {
  it("says when it restarts", () => {
    expect(told(database({ instance_class: "db.m7g.xlarge" }))).toEqual([
      expect.stringMatching(/^attention database_restarts: .*in its maintenance window \(sun:04:30-sun:05:30\)/),
    ]);
    expect(told(database({ instance_class: "db.m7g.xlarge", apply_immediately: true }))).toEqual([
      expect.stringMatching(/^danger database_restarts: .*as soon as this is applied/),
    ]);
  });

  it("says each protection that is lost or gained", () => {
    const weaker = {
      deletion_protection: false,
      skip_final_snapshot: true,
      backup_retention_period: 7,
      multi_az: false,
    };
    expect(told(database(weaker)).map((line) => line.split(":")[0])).toEqual(Array(4).fill("danger protection_lost"));
    expect(
      told(changeOf("aws_db_instance", "instance", { before: { ...INSTANCE, ...weaker }, after: INSTANCE })),
    ).toEqual(Array(4).fill(expect.stringContaining("note protection_gained")));
  });

  it("says that a replacement loses the data, or takes a snapshot first and is held up by deletion protection", () => {
    const replaced = changeOf("aws_db_instance", "instance", {
      before: INSTANCE,
      after: { ...INSTANCE, username: "chief" },
      replacedBecause: ["username"],
    });
    expect(told(replaced)[0]).toMatch(
      /`username` changes: the new one is empty.*final snapshot is taken first.*Deletion protection is on/,
    );
    expect(told(changeOf("aws_db_instance", "instance", { before: INSTANCE }))[0]).toMatch(
      /^danger database_destroyed/,
    );
  });
});

describe("what a change of keys, the function and alarms means", () => {
  it("names what becomes unreadable when a key is deleted", () => {
    const key = changeOf("aws_kms_key", "key", {
      before: { arn: "arn:aws:kms:eu-west-1:1:key/1", description: "prod: app secrets", deletion_window_in_days: 30 },
    });
    const secret = changeOf("aws_secretsmanager_secret", "secret_shop", {
      before: { name: "prod/shop", kms_key_id: "arn:aws:kms:eu-west-1:1:key/1" },
      after: { name: "prod/shop", kms_key_id: "arn:aws:kms:eu-west-1:1:key/1" },
    });
    expect(told(key, secret)[0]).toMatch(
      /^danger key_deleted: The key for app secrets is deleted: after a waiting period of 30 days.*`aws_secretsmanager_secret.secret_shop`/,
    );
  });

  it("says that the function's code changes, and that alarms go", () => {
    expect(
      told(
        changeOf("aws_lambda_function", "function", {
          before: { function_name: "prod-rotation", source_code_hash: "a" },
          after: { function_name: "prod-rotation", source_code_hash: "b" },
        }),
        changeOf("aws_cloudwatch_metric_alarm", "errors", { before: { alarm_name: "prod-errors" } }),
      ),
    ).toEqual([
      expect.stringMatching(/^attention function_changes: .*its code/),
      expect.stringMatching(/^attention monitoring_removed: .*`prod-errors`/),
    ]);
  });
});

describe("what a change of the network means", () => {
  const rule = (sides: Parameters<typeof changeOf>[2]) => changeOf("aws_vpc_security_group_ingress_rule", "ssh", sides);
  const from = (cidr: string) => ({ cidr_ipv4: cidr, from_port: 22, to_port: 22, ip_protocol: "tcp" });

  it.each([
    ["203.0.113.7/32", "attention"],
    ["203.0.0.0/16", "danger"],
    ["0.0.0.0/0", "danger"],
  ])("says that port 22 opens for %s, as %s", (cidr, severity) => {
    expect(told(rule({ after: from(cidr) }))).toEqual([
      expect.stringMatching(new RegExp(`^${severity} access_opened: Opened: port 22 from \`${cidr}\``)),
    ]);
  });

  it("says that port 22 opens for every address of IPv6, as danger", () => {
    const everybody = { cidr_ipv6: "::/0", from_port: 22, to_port: 22, ip_protocol: "tcp" };
    expect(told(rule({ after: everybody }))[0]).toMatch(/^danger access_opened: .*\*\*That is the whole internet/);
  });

  it("says that more ports open for the same source", () => {
    const [line] = told(rule({ before: from("203.0.113.7/32"), after: { ...from("203.0.113.7/32"), to_port: 3306 } }));
    expect(line).toMatch(/Opened: ports 22 to 3306 from `203.0.113.7\/32`\. It was port 22 from `203.0.113.7\/32`/);
  });

  it("says nothing when only the description changes", () => {
    const [before, after] = [from("203.0.113.7/32"), { ...from("203.0.113.7/32"), description: "the office" }];
    expect(told(rule({ before, after }))).toEqual([]);
  });

  it("says what was there before", () => {
    expect(told(rule({ before: from("203.0.113.7/32"), after: from("203.0.113.0/24") }))[0]).toContain(
      "It was `203.0.113.7/32`",
    );
    expect(told(rule({ before: from("203.0.113.7/32") }))[0]).toMatch(/^note access_closed/);
  });
});

describe("a written reason", () => {
  const withChoices = (before: object, after: object) =>
    findingsOf(reviewOf([], { outputs: [{ name: "weakened_choices", before, after }] })).map(({ code }) => code);

  it("is told when it appears, changes and goes", () => {
    expect(withChoices({}, { "database.multiAz": "rebuilt every night" })).toEqual(["protection_weakened"]);
    expect(withChoices({ "database.multiAz": "a" }, { "database.multiAz": "b" })).toEqual(["reason_changes"]);
    expect(withChoices({ "database.multiAz": "a" }, {})).toEqual(["protection_restored"]);
  });
});

it("puts the dangerous first", () => {
  const severities = findingsOf(
    reviewOf([
      changeOf("aws_secretsmanager_secret", "secret_new", { after: { name: "prod/new" } }),
      database({ instance_class: "db.m7g.xlarge" }),
      changeOf("aws_kms_key", "key", { before: { description: "prod: logs" } }),
    ]),
  ).map(({ severity }) => severity);
  expect(severities).toEqual(["danger", "attention", "note"]);
});
