import type { Rewrite } from "./rewrite";

/** The groups of an instance's first interface, and the empty place for its own that follows. */
const EMPTY_AFTER_INTERFACE =
  /(<networkInterfaceSet><item>(?:(?!<\/networkInterfaceSet>)[\s\S])*?<groupSet>([\s\S]*?)<\/groupSet>(?:(?!<networkInterfaceSet>)[\s\S])*?<\/networkInterfaceSet>(?:(?!<networkInterfaceSet>)[\s\S])*?)<groupSet\s*\/>/g;

/** An instance with a public address of its own is begun with a network interface, which has the groups then. */
export const instanceSecurityGroups: Rewrite = {
  service: "ec2",
  actions: ["DescribeInstances"],
  why: "moto shows no security groups for an instance that was begun with an interface: each plan adds them again",
  what: "copies those of its first interface, as AWS has them in both places",
  patch: (answer) => ({
    ...answer,
    body: String(answer.body).replace(EMPTY_AFTER_INTERFACE, "$1<groupSet>$2</groupSet>"),
  }),
};
