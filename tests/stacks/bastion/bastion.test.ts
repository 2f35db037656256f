import { expression } from "../../support/expression";
import { SAMPLE, SAMPLE_PUBLIC_KEY, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const bastion = stacksOf(SAMPLE)("bastion");
const bastionWith = (changes: Record<string, unknown>) => stacksOf(sampleWith(changes))("bastion");

describe("the bastion", () => {
  test("takes one key and stands in a public subnet", () => {
    expect(bastion.resource("aws_key_pair", "key_pair")).toMatchObject({ public_key: SAMPLE_PUBLIC_KEY });
    expect(bastion.resource("aws_instance", "instance")).toMatchObject({
      key_name: expression("aws_key_pair.key_pair.key_name"),
      subnet_id: expect.stringMatching(/outputs\.cross-stack-output-aws_subnetpublic_eu-west-1aid\}$/),
      associate_public_ip_address: true,
    });
  });

  test("answers metadata questions in version 2 and one hop only, from an encrypted disk", () => {
    expect(bastion.resource("aws_instance", "instance")).toMatchObject({
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
      root_block_device: { encrypted: true, volume_type: "gp3" },
      ebs_optimized: true,
      monitoring: true,
    });
  });

  test("has a role that may do nothing", () => {
    expect(bastion.resource("aws_instance", "instance").iam_instance_profile).toBe(
      expression("aws_iam_instance_profile.profile.name"),
    );
    expect(bastion.resource("aws_iam_instance_profile", "profile").role).toBe(expression("aws_iam_role.role.name"));
    const policies = ["aws_iam_role_policy", "aws_iam_policy", "aws_iam_role_policy_attachment"];
    expect(policies.map((type) => bastion.resources(type))).toEqual([{}, {}, {}]);
  });

  test("is not replaced because AWS published another image", () => {
    const { ami, lifecycle } = bastion.resource("aws_instance", "instance");
    expect(ami).toBe(expression("data.aws_ssm_parameter.newest_image.insecure_value"));
    expect(lifecycle).toMatchObject({ ignore_changes: expect.arrayContaining(["ami"]) });
  });

  test("follows an image that the environment pins", () => {
    const pinned = bastionWith({ "bastion.imageId": "ami-0123456789abcdef0" });
    const instance = pinned.resource("aws_instance", "instance");
    expect(instance.ami).toBe("ami-0123456789abcdef0");
    expect(instance.lifecycle).toMatchObject({ ignore_changes: expect.not.arrayContaining(["ami"]) });
    expect(pinned.json).not.toHaveProperty("data.aws_ssm_parameter");
  });

  test.each([
    ["t4g.nano", "arm64"],
    ["c7gn.medium", "arm64"],
    ["im4gn.large", "arm64"],
    ["a1.medium", "arm64"],
    ["t3.nano", "x86_64"],
    ["g4dn.xlarge", "x86_64"],
    ["m7i-flex.large", "x86_64"],
  ])("of type %s gets an image for %s", (instanceType, processor) => {
    const { data } = bastionWith({ "bastion.instanceType": instanceType }).json;
    expect(data).toMatchObject({
      aws_ssm_parameter: {
        newest_image: { name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${processor}` },
      },
    });
  });

  test("can be reached on port 22 from the environment's addresses only", () => {
    expect(Object.values(bastion.resources("aws_vpc_security_group_ingress_rule"))).toEqual([
      {
        security_group_id: expect.stringMatching(/cross-stack-output-aws_security_groupbastion_groupid\}$/),
        description: "SSH from an address of the environment file",
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
        cidr_ipv4: "203.0.113.0/24",
        tags: {},
      },
    ]);
  });

  test("shows on the rule and in an output why it is open", () => {
    const reason = "a public demonstration, gone on Friday";
    const open = bastionWith({ "bastion.allowedCidrs": [{ value: "0.0.0.0/0", reason }] });
    expect(open.resource("aws_vpc_security_group_ingress_rule", "ssh_from_0-0-0-0-0")).toMatchObject({
      cidr_ipv4: "0.0.0.0/0",
      tags: { "weakened:ssh-source": "a public demonstration gone on Friday" },
    });
    expect(open.output("weakened_choices")).toEqual({ "bastion.allowedCidrs.0": reason });
  });

  test("says how to get to the database", () => {
    expect(bastion.output("bastion_mode")).toBe("ssh");
    expect(bastion.output("bastion_address")).toBe(expression("aws_instance.instance.public_ip"));
    expect(bastion.output("tunnel_command")).toMatch(
      /^ssh -N -L 13306:\$\{.+instanceaddress\}:\$\{.+instanceport\} ec2-user@\$\{aws_instance\.instance\.public_ip\}$/,
    );
  });
});

describe("a public bastion that is stopped and started", () => {
  const fixed = bastionWith({ "bastion.elasticIp": true, "bastion.nightlyStop": { at: "20:00" } });

  test("is not replaced because EC2 took its address back meanwhile", () => {
    expect(bastion.resource("aws_instance", "instance").lifecycle).toMatchObject({
      ignore_changes: expect.arrayContaining(["associate_public_ip_address"]),
    });
  });

  test("keeps its address where the environment asks for an Elastic IP", () => {
    const instance = expression("aws_instance.instance.id");
    expect(fixed.resource("aws_eip", "address")).toMatchObject({ domain: "vpc", instance });
    const address = expression("aws_eip.address.public_ip");
    expect(fixed.output("bastion_address")).toBe(address);
    expect(String(fixed.output("tunnel_command")).endsWith(`ec2-user@${address}`)).toBe(true);
    expect(fixed.output("start_command")).toBe(`aws ec2 start-instances --region eu-west-1 --instance-ids ${instance}`);
  });

  test("has no Elastic IP by default", () => {
    expect(bastion.resources("aws_eip")).toEqual({});
  });
});

describe("a status check of the bastion that fails", () => {
  test.each([
    ["system", "StatusCheckFailed_System", "recover"],
    ["instance", "StatusCheckFailed_Instance", "reboot"],
  ])("for its %s raises an alarm that does what helps", (id, metric, remedy) => {
    expect(bastion.resource("aws_cloudwatch_metric_alarm", `${id}_check_alarm`)).toMatchObject({
      namespace: "AWS/EC2",
      metric_name: metric,
      dimensions: { InstanceId: expression("aws_instance.instance.id") },
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      // Stopped is not failed.
      treat_missing_data: "notBreaching",
      alarm_actions: [`arn:aws:automate:eu-west-1:ec2:${remedy}`],
    });
  });
});
