import { appSecret, query } from "../app-secrets";
import { applied, appliedInVain, choose, nothingToDo, planned } from "../deployment";
import { narrowPermission, removeNarrowPermission } from "../manual-lambda-changes";
import { atCall } from "../on-next-call";
import { appSecretsAnd, furtherSecret, LIST_CHANGES, resourcesOfSecret } from "./overlays";
import type { Scenario } from "./scenario";

const STACK = "local-app-secret";
const FUNCTION = "local-rotation";

/** Three first rotations that cannot work, each for another reason: the apply fails with all three causes, and a second one after the cure is green. */
export const failedFirstRotations: Scenario = {
  name: "failed-first-rotations",
  title: "Fail first rotations, and cure them",
  isInShort: false,
  async run(context, recorder) {
    const { gateway } = context;
    const rotateCall = (resource: string) => ({ service: "secretsmanager", action: "RotateSecret", resource });
    const names = ["poor", "slow"] as const;
    const denied = atCall(gateway, rotateCall("local/denied"), () => narrowPermission(context, names));
    // A right that the admin of RDS has not, either, and so cannot give to the second user.
    const poor = atCall(gateway, rotateCall("local/poor"), async () => {
      await query(context, "GRANT FILE ON *.* TO ?@'%'", ["poor"]);
    });
    let isSlow = false;
    const slow = gateway.faults.add({
      service: "secretsmanager",
      action: "PutSecretValue",
      delayMs: 30_000,
      times: 100,
      when: ({ accessKeyId, resource }) =>
        isSlow && accessKeyId === FUNCTION && resource?.includes("local/slow") === true,
    });
    const slowFrom = atCall(gateway, rotateCall("local/slow"), async () => {
      isSlow = true;
    });
    await recorder.step("add three app secrets that cannot rotate", async () => {
      const added = ["denied", ...names].map((name) => furtherSecret(name));
      await choose(context, {
        overlay: { ...context.choices.overlay, appSecrets: appSecretsAnd(context.choices, added) },
      });
      const plan = await planned(recorder, context, STACK, [
        ...["denied", ...names].flatMap(resourcesOfSecret),
        ...LIST_CHANGES,
      ]);
      await appliedInVain(recorder, context, plan, [
        {
          what: "that Secrets Manager may not invoke the function",
          pattern: /cannot invoke|not authorized|AccessDenied/i,
        },
        { what: "which privilege is missing", pattern: /missing_privilege/ },
        { what: "what to do about the privilege", pattern: /what to do/ },
        {
          what: "that Secrets Manager does not answer the function",
          pattern: /secrets_manager_unavailable|deadline_exceeded/,
        },
      ]);
      for (const accident of [denied, poor, slowFrom]) recorder.check("the accident happened", accident.happened());
    });
    slow.remove();
    await removeNarrowPermission(context, names);
    await query(context, "REVOKE FILE ON *.* FROM ?@'%'", ["poor"]);
    await recorder.step("cure them and apply again", async () => {
      const plan = await planned(recorder, context, STACK, [
        "* aws_lambda_permission.permission",
        "* aws_secretsmanager_secret_rotation.rotation_denied",
        ...["denied", ...names].map((name) => `* aws_lambda_invocation.await_rotation_${name}`),
      ]);
      await applied(recorder, context, plan);
      for (const name of ["denied", ...names]) {
        const { fullName } = appSecret(context, name);
        const last = context.clients
          .record()
          .rotations.filter(({ secret }) => secret === fullName)
          .at(-1);
        recorder.check(`the first rotation of ${fullName} succeeded`, last?.ok === true);
      }
      await nothingToDo(recorder, context, [STACK]);
    });
  },
};
