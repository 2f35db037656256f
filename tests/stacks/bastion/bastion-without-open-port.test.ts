import { expression } from "../../support/expression";
import { sampleWith } from "../../support/sample-environment";
import { type SynthesizedStack, stacksOf } from "../../support/synthesized-stacks";

const INSTANCE = expression("aws_instance.instance.id");
const INSTANCE_ARN = expression("aws_instance.instance.arn");
const HOST = /^\$\{.+cross-stack-output-aws_db_instanceinstanceaddress\}$/;
const PORT = /^\$\{.+cross-stack-output-aws_db_instanceinstanceport\}$/;
const bastionOf = (mode: string) => stacksOf(sampleWith({ bastion: { mode } }))("bastion");
const policy = (stack: SynthesizedStack, type: string, id: string) =>
  JSON.parse(String(stack.resource(type, id).policy)).Statement;

const ssm = bastionOf("ssm");
const eice = bastionOf("eice");

describe.each([
  ["ssm", ssm],
  ["eice", eice],
])("a bastion behind %s", (mode, stack) => {
  test("is in a private subnet, without a public address or a key pair", () => {
    const instance = stack.resource("aws_instance", "instance");
    expect(instance).toMatchObject({
      subnet_id: expect.stringMatching(/cross-stack-output-aws_subnetprivate_eu-west-1aid\}$/),
      associate_public_ip_address: false,
    });
    expect(instance).not.toHaveProperty("key_name");
    expect(stack.resources("aws_key_pair")).toEqual({});
    expect(stack.output("bastion_address")).toBeUndefined();
  });

  test("has the alarms, the disk and the metadata of any other", () => {
    expect(Object.keys(stack.resources("aws_cloudwatch_metric_alarm"))).toHaveLength(2);
    expect(stack.resource("aws_instance", "instance")).toMatchObject({
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
      root_block_device: { encrypted: true },
    });
  });

  test("says what it is, and which policy opens the tunnel", () => {
    expect(stack.output("bastion_mode")).toBe(mode);
    expect(stack.output("bastion_instance_id")).toBe(INSTANCE);
    expect(stack.output("tunnel_policy_arn")).toBe(expression("aws_iam_policy.tunnel_policy.arn"));
  });
});

describe("a bastion behind Session Manager", () => {
  test("has no inbound rule", () => {
    expect(ssm.resources("aws_vpc_security_group_ingress_rule")).toEqual({});
  });

  test("may register itself and carry sessions, and not read parameters as the managed policy lets it", () => {
    const statements = policy(ssm, "aws_iam_role_policy", "session_policy");
    expect(statements).toMatchObject([
      { Action: ["ssm:UpdateInstanceInformation"], Resource: "arn:aws:ec2:eu-west-1:111122223333:instance/*" },
      { Sid: "CarrySessions" },
    ]);
    for (const action of statements[1].Action) expect(action).toMatch(/^(ssmmessages|ec2messages):[A-Z]\w+$/);
  });

  test("has a session document that fixes the database as the target", () => {
    const document = ssm.resource("aws_ssm_document", "tunnel_document");
    const { sessionType, parameters, properties } = JSON.parse(String(document.content));
    expect([document.document_type, sessionType, Object.keys(parameters)]).toEqual([
      "Session",
      "Port",
      ["localPortNumber"],
    ]);
    expect(properties).toEqual({
      type: "LocalPortForwarding",
      host: expect.stringMatching(HOST),
      portNumber: expect.stringMatching(PORT),
      localPortNumber: "{{ localPortNumber }}",
    });
  });

  test("allows people that session on that host, no shell, and only their own sessions", () => {
    expect(policy(ssm, "aws_iam_policy", "tunnel_policy")).toEqual([
      {
        Sid: "OpenTunnel",
        Effect: "Allow",
        Action: "ssm:StartSession",
        Resource: [INSTANCE_ARN, expression("aws_ssm_document.tunnel_document.arn")],
        Condition: { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } },
      },
      {
        Sid: "UseOwnSession",
        Effect: "Allow",
        Action: ["ssm:ResumeSession", "ssm:TerminateSession", "ssmmessages:OpenDataChannel"],
        // Terraform makes one sign of two.
        Resource: `arn:aws:ssm:eu-west-1:111122223333:session/$${expression("aws:userid")}-*`,
      },
    ]);
  });

  test("says how to get to the database", () => {
    expect(ssm.output("tunnel_command")).toBe(
      `aws ssm start-session --region eu-west-1 --target ${INSTANCE} ` +
        `--document-name ${expression("aws_ssm_document.tunnel_document.name")} --parameters localPortNumber=13306`,
    );
  });
});

describe("a bastion behind an Instance Connect Endpoint", () => {
  test("can be reached on port 22 from the endpoint, and the endpoint reaches nothing else", () => {
    const ssh = { ip_protocol: "tcp", from_port: 22, to_port: 22, description: "instance connect to bastion" };
    const host = expect.stringMatching(/aws_security_groupbastion_groupid\}$/);
    const endpoint = expression("aws_security_group.instance_connect_group.id");
    expect(eice.resources("aws_vpc_security_group_ingress_rule")).toEqual({
      bastion_from_instance_connect: { ...ssh, security_group_id: host, referenced_security_group_id: endpoint },
    });
    expect(eice.resources("aws_vpc_security_group_egress_rule")).toEqual({
      instance_connect_to_bastion: { ...ssh, security_group_id: endpoint, referenced_security_group_id: host },
    });
    expect(eice.resource("aws_ec2_instance_connect_endpoint", "instance_connect_endpoint")).toMatchObject({
      subnet_id: expect.stringMatching(/aws_subnetprivate_eu-west-1aid\}$/),
      security_group_ids: [endpoint],
      preserve_client_ip: false,
    });
  });

  test("may do nothing itself", () => {
    expect(eice.resources("aws_iam_role_policy")).toEqual({});
  });

  test("gives people port 22 through that endpoint and a key for a minute on that host", () => {
    expect(policy(eice, "aws_iam_policy", "tunnel_policy")).toEqual([
      {
        Sid: "OpenTunnel",
        Effect: "Allow",
        Action: "ec2-instance-connect:OpenTunnel",
        Resource: expression("aws_ec2_instance_connect_endpoint.instance_connect_endpoint.arn"),
        Condition: { NumericEquals: { "ec2-instance-connect:remotePort": "22" } },
      },
      {
        Sid: "PutKeyOnHost",
        Effect: "Allow",
        Action: "ec2-instance-connect:SendSSHPublicKey",
        Resource: INSTANCE_ARN,
        Condition: { StringEquals: { "ec2:osuser": "ec2-user" } },
      },
      {
        Sid: "FindHost",
        Effect: "Allow",
        Action: ["ec2:DescribeInstanceConnectEndpoints", "ec2:DescribeInstances"],
        Resource: "*",
      },
    ]);
  });

  test("says how to get to the database", () => {
    const command = String(eice.output("tunnel_command"));
    expect(command).toContain("send-ssh-public-key --region eu-west-1");
    expect(command).toMatch(
      / && ssh -N -L 13306:\$\{.+instanceaddress\}:\$\{.+instanceport\} -o ProxyCommand='aws ec2/,
    );
    expect(command).toMatch(/ ec2-user@\$\{aws_instance\.instance\.id\}$/);
  });
});

describe("no bastion", () => {
  const none = bastionOf("none");

  test("is still a stack, without resources and with an output that says so", () => {
    expect(none.addresses()).toEqual([]);
    expect(none.output("bastion_mode")).toBe("none");
    expect(none.output("tunnel_command")).toBe("none: this environment has no bastion (bastion.mode)");
    expect(none.output("weakened_choices")).toEqual({});
  });
});
