import type { Rewrite } from "./rewrite";

export const emptyAssociation: Rewrite = {
  service: "ec2",
  actions: ["DescribeInstances", "DescribeNetworkInterfaces"],
  why: "moto tells of an empty public address where there is none: each plan replaces a bastion that is to have none",
  what: "leaves out a public address that is empty",
  patch: (answer) => ({ ...answer, body: String(answer.body).replace(/<association\s*\/>/g, "") }),
};
