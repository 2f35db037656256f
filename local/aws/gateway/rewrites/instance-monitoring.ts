import { changeElements, setElement, xmlAnswer, xmlText } from "../answers/xml";
import { formValues } from "../requests/aws-request";
import type { Rewrite } from "./rewrite";

const key = (instanceId: string): string => `monitoring of ${instanceId}`;

/** API_MonitorInstances and API_UnmonitorInstances. */
export const monitorInstances: Rewrite = {
  service: "ec2",
  actions: ["MonitorInstances", "UnmonitorInstances"],
  why: "moto does not offer it: the provider tries for ten minutes to have a bastion watched in detail",
  what: "answers it, and remembers the instance",
  onErrors: true,
  patch(_answer, { action, form }, store) {
    const instanceIds = formValues(form, /^InstanceId\./);
    const state = action === "MonitorInstances" ? "enabled" : "disabled";
    for (const id of instanceIds) store.set(key(id), state);
    const items = instanceIds.map(
      (id) => `<item><instanceId>${id}</instanceId><monitoring><state>${state}</state></monitoring></item>`,
    );
    return xmlAnswer("ec2", action, `<instancesSet>${items.join("")}</instancesSet>`);
  },
};

/** What {@link monitorInstances} remembers. */
export const describeMonitoring: Rewrite = {
  service: "ec2",
  actions: ["DescribeInstances"],
  why: "moto knows only what an instance was begun with: each plan would change it again",
  what: "says what was asked for since then",
  patch: (answer, _request, store) => ({
    ...answer,
    body: changeElements(String(answer.body), "instancesSet", (set) =>
      // The first of an instance's elements is its id; what is inside of `monitoring` does not nest.
      set.replace(/<instanceId>([^<]+)<\/instanceId>[\s\S]*?<\/monitoring>/g, (part) => {
        const state = store.get(key(xmlText(part, "instanceId") ?? ""));
        if (state === undefined) return part;
        return changeElements(part, "monitoring", (found) => setElement(found, "state", state));
      }),
    ),
  }),
};
