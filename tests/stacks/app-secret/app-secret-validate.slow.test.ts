import { parseEnvironments } from "../../../environments";
import { sampleWith } from "../../support/sample-environment";
import { inTemporaryFolder, synthesizeTo } from "../../support/synthesized-stacks";
import { describeWithTerraform } from "../../support/terraform";
import { terraformVerdicts, VERDICT_TIMEOUT_MS } from "../../support/terraform-verdict";

const ROLE = "arn:aws:iam::111122223333:role/teams/shop-api";

/** Every choice of the section in one of two environments, because each costs some seconds. */
const CHOICES = {
  everything: {
    "appSecrets.0.schedule": { cron: "0 2,14 ? * MON-FRI *" },
    "appSecrets.0.windowHours": 3,
    "appSecrets.0.maxCredentialAgeDays": 7,
    "appSecrets.0.deletionRoles": { value: [ROLE], reason: "this role deploys, too" },
    "appSecrets.0.consumerRoles": [ROLE],
    "appSecrets.0.replicaRegions": ["eu-west-2", "eu-central-1"],
    "appSecrets.1.strategy": "single-user",
    "appSecrets.1.rotateImmediately": false,
    "appSecrets.1.recoveryWindowDays": { value: 0, reason: "rebuilt every night from a seed" },
    "rotationFunction.reservedConcurrency": { value: "unreserved", reason: "a new account with a quota of 10" },
    "rotationFunction.passwordPolicy": { length: 64, excludeCharacters: "$" + "{%{\"\\'" },
    "monitoring.alertEmails": ["on-call@example.com"],
    "monitoring.rotationEmails": ["team@example.com"],
  },
  existing: {
    "rotationFunction.arn": "arn:aws:lambda:eu-west-1:111122223333:function:shared-rotation",
    "appSecrets.0.schedule": { everyDays: 1 },
    "monitoring.dashboard": false,
  },
} as const;

describeWithTerraform("terraform validate, with the real provider,", () => {
  test(
    "accepts app secrets with every choice made, and with an existing function",
    async () => {
      const environments = parseEnvironments({
        // As an emulator, because a mirror's older provider does not know the newest runtime of Lambda.
        everything: sampleWith({ ...CHOICES.everything, target: { kind: "emulator" } }),
        existing: sampleWith(CHOICES.existing),
      });
      await inTemporaryFolder("terraform validate ", async (folder) => {
        synthesizeTo(folder, Object.values(environments));
        const stacks = ["everything-app-secret", "existing-app-secret"];
        expect(await terraformVerdicts(folder, stacks)).toEqual(stacks.map((stack) => ({ stack, problems: [] })));
      });
    },
    3 * VERDICT_TIMEOUT_MS,
  );
});
