import type { HttpResponse } from "../../secrets-manager/http-message";
import { escapeXml, setElement, xmlText } from "../answers/xml";
import type { Rewrite } from "./rewrite";

const key = (ruleId: string): string => `description of ${ruleId}`;

/** In a request for one rule: `IpPermissions.1.Groups.1.Description`, `….PrefixListIds.1.Description`, … */
const IN_AUTHORIZE = /^IpPermissions\.1\.\w+\.1\.Description$/;

/**
 * A rule with another group or a prefix list as its source. The provider makes one rule with each request; a request for several is
 * left as it is.
 */
export const rememberRuleDescription: Rewrite = {
  service: "ec2",
  actions: ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"],
  why: "moto keeps descriptions of rules for address ranges only: each plan adds those of all other rules again",
  what: "remembers the description",
  patch(answer, { form }, store) {
    const description = [...form].find(([name]) => IN_AUTHORIZE.test(name))?.[1];
    const ruleIds = [...String(answer.body).matchAll(/<securityGroupRuleId>([^<]+)</g)].map(([, id]) => id ?? "");
    const [ruleId] = ruleIds;
    if (description === undefined || ruleId === undefined || ruleIds.length > 1) return answer;
    store.set(key(ruleId), description);
    return answer;
  },
};

/** moto keeps these by itself. */
export const forgetRuleDescription: Rewrite = {
  service: "ec2",
  actions: ["ModifySecurityGroupRules", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"],
  why: "a description that was changed, or whose rule is gone, is not the remembered one any more",
  what: "forgets it",
  patch(answer, { form }, store) {
    for (const [name, value] of form) if (/SecurityGroupRuleId(\.\d+)?$/.test(name)) store.delete(key(value));
    return answer;
  },
};

export const showRuleDescription: Rewrite = {
  service: "ec2",
  actions: ["DescribeSecurityGroupRules"],
  why: rememberRuleDescription.why,
  what: "puts the remembered description where moto has none",
  patch: (answer, _request, store): HttpResponse => ({
    ...answer,
    body: String(answer.body).replace(
      /<item><securityGroupRuleId>[\s\S]*?<\/item>(?=<item><securityGroupRuleId>|<\/securityGroupRuleSet>)/g,
      (rule) => {
        const description = store.get(key(xmlText(rule, "securityGroupRuleId") ?? ""));
        return description === undefined || /<description>[^<]/.test(rule)
          ? rule
          : setElement(rule, "description", escapeXml(description));
      },
    ),
  }),
};
