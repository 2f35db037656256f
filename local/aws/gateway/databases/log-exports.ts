import type { MotoClient } from "../moto-client";
import { formValues } from "../requests/aws-request";

/** The logs that DB instances export to CloudWatch Logs, as far as their log groups are concerned. */
export interface LogExports {
  /** Reads from a request which logs an instance exports from now on. */
  follow(action: string, form: URLSearchParams): void;
  /**
   * Exports once what the instance has written, also when it has been deleted since: RDS makes a log group that is not there, without a
   * key and without an end of its retention (terraform-aws-modules/terraform-aws-rds#419). Throws for an instance that exports nothing.
   */
  exportOnce(identifier: string): Promise<void>;
}

/** Keeps what it reads in memory: a restart of the gateway ends the exports of deleted instances. */
export function createLogExports(moto: MotoClient, region: string): LogExports {
  const exported = new Map<string, ReadonlySet<string>>();
  const ask = async (operation: string, body: object): Promise<void> => {
    const target = `Logs_20140328.${operation}`;
    const answer = await moto.ask({ service: "logs", region, json: { target, body } });
    if (answer.status !== 200 && !String(answer.body).includes("ResourceAlreadyExistsException")) {
      throw new Error(`the logs were not exported: ${operation}: ${answer.status} ${answer.body}`);
    }
  };
  return {
    follow(action, form) {
      const identifier = (form.get("DBInstanceIdentifier") ?? "").toLowerCase();
      if (action === "CreateDBInstance") {
        exported.set(identifier, new Set(formValues(form, /^EnableCloudwatchLogsExports\.member\./)));
      } else if (action === "ModifyDBInstance") {
        const now = new Set(exported.get(identifier));
        for (const log of formValues(form, /\.EnableLogTypes\.member\./)) now.add(log);
        for (const log of formValues(form, /\.DisableLogTypes\.member\./)) now.delete(log);
        exported.set(identifier, now);
      }
    },
    async exportOnce(identifier) {
      const logs = [...(exported.get(identifier.toLowerCase()) ?? [])];
      if (logs.length === 0) throw new Error(`the instance ${identifier} exports no log`);
      for (const log of logs) {
        const logGroupName = `/aws/rds/instance/${identifier}/${log}`;
        await ask("CreateLogGroup", { logGroupName });
        await ask("CreateLogStream", { logGroupName, logStreamName: identifier });
      }
    },
  };
}
