import { changeElements, setElement } from "../answers/xml";
import type { Rewrite } from "./rewrite";

export const parameterSource: Rewrite = {
  service: "rds",
  actions: ["DescribeDBParameters"],
  why: "moto does not say who set a parameter; the provider looks at those of source `user` only and adds all of them again",
  what: "says `user`: moto lists no parameters but those that were set",
  patch: (answer) => ({
    ...answer,
    body: changeElements(String(answer.body), "Parameter", (parameter) => setElement(parameter, "Source", "user")),
  }),
};
