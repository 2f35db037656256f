import { changeElements, escapeXml, xmlAnswer, xmlText } from "../answers/xml";
import { formValues } from "../requests/aws-request";
import type { Rewrite, Store } from "./rewrite";

const key = (group: string): string => `parameters that ${group} sets no more`;

const hidden = (group: string, store: Store): readonly string[] => JSON.parse(store.get(key(group)) ?? "[]");

const groupIn = (form: URLSearchParams): string => form.get("DBParameterGroupName") ?? "";

/** The names of the parameters in a request that changes a group. */
export const parametersIn = (form: URLSearchParams): readonly string[] =>
  formValues(form, /^Parameters\.Parameter\.\d+\.ParameterName$/);

/** API_ResetDBParameterGroup, for parameters that are named. Without names (ResetAllParameters) moto's answer stands: not implemented. */
export const resetParameters: Rewrite = {
  service: "rds",
  actions: ["ResetDBParameterGroup"],
  why: "moto does not offer it: a parameter that is taken out of the configuration makes the deployment fail",
  what: "answers it, and remembers the parameters",
  onErrors: true,
  patch(answer, { action, form }, store) {
    const group = groupIn(form);
    const names = parametersIn(form);
    if (names.length === 0) return answer;
    store.set(key(group), JSON.stringify([...new Set([...hidden(group, store), ...names])]));
    const named = `<DBParameterGroupName>${escapeXml(group)}</DBParameterGroupName>`;
    return xmlAnswer("rds", action, `<${action}Result>${named}</${action}Result>`);
  },
};

export const setParametersAgain: Rewrite = {
  service: "rds",
  actions: ["ModifyDBParameterGroup"],
  why: "a parameter that is set again is one of the group's again",
  what: "forgets that it was reset",
  patch(answer, { form }, store) {
    const again = new Set(parametersIn(form));
    const rest = hidden(groupIn(form), store).filter((name) => !again.has(name));
    if (rest.length === 0) store.delete(key(groupIn(form)));
    else store.set(key(groupIn(form)), JSON.stringify(rest));
    return answer;
  },
};

export const hideResetParameters: Rewrite = {
  service: "rds",
  actions: ["DescribeDBParameters"],
  why: "moto still has a parameter that was reset: each plan resets it again",
  what: "leaves it out",
  patch(answer, { form }, store) {
    const names = new Set(hidden(groupIn(form), store));
    const body = changeElements(String(answer.body), "Parameter", (parameter) =>
      names.has(xmlText(parameter, "ParameterName") ?? "") ? "" : parameter,
    );
    return { ...answer, body };
  },
};
