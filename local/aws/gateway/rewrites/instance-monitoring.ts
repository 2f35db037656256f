import { changeElements, setElement, xmlText } from "../answers/xml";
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
    const instanceIds = [...form].filter(([name]) => name.startsWith("InstanceId.")).map(([, id]) => id);
    const state = action === "MonitorInstances" ? "enabled" : "disabled";
    for (const id of instanceIds) store.set(key(id), state);
    const items = instanceIds.map(
      (id) => `<item><instanceId>${id}</instanceId><monitoring><state>${state}</state></monitoring></item>`,
    );
    const inner = `<instancesSet>${items.join("")}</instancesSet>`;
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inner}</${action}Response>`,
    };
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
