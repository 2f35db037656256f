import { xmlText } from "../../../../../local/aws/gateway/answers/xml";
import {
  forgetRuleDescription,
  rememberRuleDescription,
  showRuleDescription,
} from "../../../../../local/aws/gateway/rewrites/rule-descriptions";
import { type Asker, declareRewrite } from "../../../../contracts/rewrite";

const PORT = { IpProtocol: "tcp", FromPort: "3306", ToPort: "3306" };
const permission = (members: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [`IpPermissions.1.${name}`, value]));

async function newGroup(ask: Asker, name: string): Promise<string> {
  const vpc = xmlText(await ask.form("ec2", { Action: "CreateVpc", CidrBlock: "10.0.0.0/16" }), "vpcId") ?? "";
  const group = { Action: "CreateSecurityGroup", GroupName: name, GroupDescription: "d", VpcId: vpc };
  return xmlText(await ask.form("ec2", group), "groupId") ?? "";
}

async function newRule(ask: Asker, group: string, source: Readonly<Record<string, string>>): Promise<string> {
  const action = { Action: "AuthorizeSecurityGroupIngress", GroupId: group };
  const xml = await ask.form("ec2", { ...action, ...permission({ ...PORT, ...source }) });
  return xmlText(xml, "securityGroupRuleId") ?? "";
}

async function description(ask: Asker, rule: string): Promise<string | undefined> {
  const xml = await ask.form("ec2", { Action: "DescribeSecurityGroupRules", "SecurityGroupRuleId.1": rule });
  return xmlText(/<item>[\s\S]*<\/item>/.exec(xml)?.[0] ?? "", "description");
}

const observe = (what: string) => async (ask: Asker, suffix: string) => {
  const group = await newGroup(ask, `${what}-${suffix}`);
  const byGroup = await newRule(ask, group, { "Groups.1.GroupId": group, "Groups.1.Description": "a < b & c" });
  const byRange = await newRule(ask, group, { "IpRanges.1.CidrIp": "10.9.0.0/16", "IpRanges.1.Description": "range" });
  const silent = await newRule(ask, group, { "IpRanges.1.CidrIp": "10.8.0.0/16" });
  return [await description(ask, byGroup), await description(ask, byRange), await description(ask, silent)];
};
const expected = ["a &lt; b &amp; c", "range", undefined];

declareRewrite(rememberRuleDescription, { observe: observe("remember"), expected });
declareRewrite(showRuleDescription, { observe: observe("show"), expected });

declareRewrite(forgetRuleDescription, {
  async observe(ask, suffix) {
    const group = await newGroup(ask, `changed-${suffix}`);
    const rule = await newRule(ask, group, { "Groups.1.GroupId": group, "Groups.1.Description": "old" });
    for (const text of ["", "new"]) {
      const whole = Object.entries({ ...PORT, ReferencedGroupId: group, Description: text });
      const named = [
        ["SecurityGroupRule.1.SecurityGroupRuleId", rule],
        ...whole.map(([name, value]) => [`SecurityGroupRule.1.SecurityGroupRule.${name}`, value]),
      ];
      await ask.form("ec2", { Action: "ModifySecurityGroupRules", GroupId: group, ...Object.fromEntries(named) });
      if (text === "" && (await description(ask, rule))) return "the old description is back";
    }
    return description(ask, rule);
  },
  expected: "new",
});
