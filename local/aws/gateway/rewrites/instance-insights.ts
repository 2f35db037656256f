import { changeElements, escapeXml, setElement, xmlText } from "../answers/xml";
import type { Rewrite, Store } from "./rewrite";

/** Parameters of a request that moto accepts and does not return, and the elements in which RDS returns them. */
const FORGOTTEN: Readonly<Record<string, string>> = {
  EnablePerformanceInsights: "PerformanceInsightsEnabled",
  PerformanceInsightsKMSKeyId: "PerformanceInsightsKMSKeyId",
  PerformanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
  DatabaseInsightsMode: "DatabaseInsightsMode",
  MonitoringInterval: "MonitoringInterval",
  MonitoringRoleArn: "MonitoringRoleArn",
};

const key = (identifier: string): string => `monitoring of database ${identifier}`;

const remembered = (identifier: string, store: Store): Readonly<Record<string, string>> =>
  JSON.parse(store.get(key(identifier)) ?? "{}");

/** How an instance is watched. None of it takes effect here; it is only returned. */
export const instanceInsights: Rewrite = {
  service: "rds",
  actions: ["CreateDBInstance", "ModifyDBInstance", "DescribeDBInstances"],
  why: "moto forgets performance insights and enhanced monitoring: each plan turns them on again, 80 seconds each time",
  what: "remembers them and puts them into each answer",
  patch(answer, { action, form }, store) {
    if (action !== "DescribeDBInstances") {
      const identifier = (form.get("DBInstanceIdentifier") ?? "").toLowerCase();
      const given = Object.keys(FORGOTTEN).flatMap((name) => (form.has(name) ? [[name, form.get(name)]] : []));
      if (given.length > 0) {
        const settings = { ...remembered(identifier, store), ...Object.fromEntries(given) };
        store.set(key(identifier), JSON.stringify(settings));
      }
    }
    const body = changeElements(String(answer.body), "DBInstance", (instance) => {
      const settings = remembered(xmlText(instance, "DBInstanceIdentifier") ?? "", store);
      return Object.entries(settings).reduce(
        (told, [name, value]) => setElement(told, FORGOTTEN[name] ?? name, escapeXml(value)),
        instance,
      );
    });
    return { ...answer, body };
  },
};

/** An instance that is made again under its name is watched as the new one is configured. */
export const forgetInstanceInsights: Rewrite = {
  service: "rds",
  actions: ["DeleteDBInstance"],
  why: "an instance that is gone is not watched any more",
  what: "forgets it",
  patch(answer, { form }, store) {
    store.delete(key((form.get("DBInstanceIdentifier") ?? "").toLowerCase()));
    return answer;
  },
};
