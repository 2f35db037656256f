import { setTimeout as wait } from "node:timers/promises";
import { DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { accountsOf, appSecret, appSecrets, query } from "../app-secrets";
import { applied, nothingToDo, planned } from "../deployment";
import { serveClients } from "./deploy";
import { rotate } from "./rotations";
import type { Scenario } from "./scenario";

const STACK = "local-app-secret";

/** What people break by hand, and what a person may order without need: one apply mends it, and runLifecycle users are left alone. */
export const mendedByApply: Scenario = {
  name: "mended-by-apply",
  title: "Mend what was done by hand",
  isInShort: false,
  async run(context, recorder) {
    await context.clients.without("the secret or the user was removed by hand", ["search", "reporting"], async () => {
      const shop = appSecret(context, "shop").choice.username;
      const accounts = await accountsOf(context, [shop]);
      await recorder.step("delete the secret of search and the users of reporting by hand", async () => {
        const { arn } = appSecret(context, "search");
        await context.operator.send(new DeleteSecretCommand({ SecretId: arn, ForceDeleteWithoutRecovery: true }));
        for (const account of await accountsOf(context, [appSecret(context, "reporting").choice.username])) {
          const [user, host] = account.split("@");
          await query(context, "DROP USER ?@?", [user, host]);
        }
      });
      await recorder.step("apply, with the provisioning of reporting and the app users of shop replaced", async () => {
        const extra = ["app_users_shop", "provision_reporting"].map((id) => `-replace=aws_lambda_invocation.${id}`);
        const plan = await planned(
          recorder,
          context,
          STACK,
          [
            // The replaced app users are sent to the function as deleted ones.
            "-/+ aws_lambda_invocation.app_users_shop",
            "-/+ aws_lambda_invocation.provision_shop",
            "-/+ aws_lambda_invocation.provision_reporting",
            // A secret that is created again has another ARN, and every resource that names it changes.
            ...["secret", "secret_policy", "rotation"].map((what) => `+ aws_secretsmanager_*.${what}_search`),
            "~ aws_lambda_invocation.app_users_search",
            "-/+ aws_lambda_invocation.provision_search",
            "-/+ aws_lambda_invocation.rotation_baseline_search",
            "-/+ aws_lambda_invocation.await_rotation_search",
            "~ aws_iam_policy.consumer_policy_search",
            "~ aws_iam_role_policy.function_policy",
            "~ aws_scheduler_schedule.audit_schedule",
          ],
          { extra },
        );
        await applied(recorder, context, plan);
        const now = await accountsOf(context, [shop]);
        recorder.check("the users of shop are as they were", now.join() === accounts.join(), now.join());
        const restored = await accountsOf(context, [appSecret(context, "reporting").choice.username]);
        recorder.check("reporting has a user again", restored.length > 0);
      });
      await serveClients(context);
    });
    await recorder.step("rotate all, and plan again", async () => {
      await wait(2_500, undefined, { signal: context.signal });
      for (const secret of appSecrets(context)) await rotate(context, recorder, secret);
      await nothingToDo(recorder, context, [STACK]);
    });
  },
};
