import { changeElements, setElement, xmlText } from "../answers/xml";
import type { Memory, Rewrite } from "./rewrite";

const key = (instanceId: string): string => `monitored ${instanceId}`;

const stateOf = (instanceId: string, memory: Memory): string =>
  memory.get(key(instanceId)) === undefined ? "disabled" : "enabled";

/** API_MonitorInstances and API_UnmonitorInstances. */
export const monitorInstances: Rewrite = {
  service: "ec2",
  actions: ["MonitorInstances", "UnmonitorInstances"],
  why: "moto does not offer it: the provider tries for ten minutes to have a bastion watched in detail",
  what: "answers it, and remembers the instance",
  ofFailures: true,
  repair(_answer, { action, form }, memory) {
    const instanceIds = [...form].filter(([name]) => name.startsWith("InstanceId.")).map(([, id]) => id);
    for (const id of instanceIds) {
      if (action === "MonitorInstances") memory.set(key(id), "");
      else memory.delete(key(id));
    }
    const items = instanceIds.map(
      (id) =>
        `<item><instanceId>${id}</instanceId><monitoring><state>${stateOf(id, memory)}</state></monitoring></item>`,
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
  why: "moto says of every instance that it is not watched in detail: each plan turns it on again",
  what: "says what was asked for with MonitorInstances",
  repair: (answer, _request, memory) => ({
    ...answer,
    body: changeElements(String(answer.body), "instancesSet", (set) =>
      // The first of an instance's elements is its id; what is inside of `monitoring` does not nest.
      set.replace(/<instanceId>([^<]+)<\/instanceId>[\s\S]*?<\/monitoring>/g, (part) => {
        const id = xmlText(part, "instanceId") ?? "";
        return changeElements(part, "monitoring", (found) => setElement(found, "state", stateOf(id, memory)));
      }),
    ),
  }),
};
