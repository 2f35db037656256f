import type { LocalEngine } from "../../../mysql/program";
import type { HttpResponse } from "../../secrets-manager/http-message";
import { xmlText } from "../answers/xml";
import type { ServerParameter } from "./server-parameters";

/** What moto knows of parameter groups, as far as a server has to follow them. */
export interface ParameterGroups {
  /** What a group sets. A group that does not exist, or is one of AWS's own, sets nothing. */
  parametersOf(group: string): Promise<readonly ServerParameter[]>;
  /** The engine that a group is for, by its family; undefined for a group that does not exist. */
  engineOf(group: string): Promise<LocalEngine | undefined>;
  /** The group of an instance; undefined when there is no such instance. */
  groupOf(identifier: string): Promise<string | undefined>;
}

/** @param rds asks moto, and gives the repaired answer */
export function createParameterGroups(
  rds: (form: Readonly<Record<string, string>>) => Promise<HttpResponse>,
): ParameterGroups {
  const ask = async (form: Readonly<Record<string, string>>): Promise<string> => {
    const answer = await rds(form);
    return answer.status === 200 ? String(answer.body) : "";
  };
  return {
    async parametersOf(group) {
      const xml = await ask({ Action: "DescribeDBParameters", DBParameterGroupName: group, Source: "user" });
      return [...xml.matchAll(/<Parameter>[\s\S]*?<\/Parameter>/g)].flatMap(([parameter]) => {
        const name = xmlText(parameter, "ParameterName");
        const value = xmlText(parameter, "ParameterValue");
        return name === undefined || value === undefined ? [] : [{ name, value }];
      });
    },
    async engineOf(group) {
      const family = xmlText(
        await ask({ Action: "DescribeDBParameterGroups", DBParameterGroupName: group }),
        "DBParameterGroupFamily",
      );
      if (family === undefined) return undefined;
      return family.startsWith("mariadb") ? "mariadb" : "mysql";
    },
    async groupOf(identifier) {
      return xmlText(
        await ask({ Action: "DescribeDBInstances", DBInstanceIdentifier: identifier }),
        "DBParameterGroupName",
      );
    },
  };
}
