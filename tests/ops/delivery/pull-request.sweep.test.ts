import { readFileSync } from "node:fs";
import path from "node:path";
import { SecretsManagerClient, UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { local } from "../../../environments/local";
import { type Gateway, startGateway } from "../../../local/aws/gateway/start";
import { leftoverResources } from "../../../local/lifecycle/leftover-resources";
import type { Overlay } from "../../../local/terraform/overlay";
import { type Deployment, prepareDeployment } from "../../../local/terraform/prepare";
import { synthesizeLocal } from "../../../local/terraform/synthesize";
import { findTools } from "../../../local/terraform/terraform-or-why-not";
import { STACKS, writeChoices } from "../../../local/terraform/workspace";
import { applyPlans } from "../../../ops/delivery/apply-plans";
import { destroyEnvironment } from "../../../ops/delivery/destroy-environment";
import { planEnvironment } from "../../../ops/review/plan-environment";
import { destroyStacks } from "../../../tools/cdktf/destroy-stacks";
import { REPOSITORY, temporaryFolder } from "../../support/temporary-folder";
import { describeWithDeployment } from "../../support/terraform";

/** Measured: 16 minutes on two cores that six other programs used as well. */
const TIMEOUT_MS = 3_600_000;
const REGION = "us-east-1";

/** The environment `local` without its bastion and with one secret: each resource costs every plan its time. */
const withReporting = (changed: object): Overlay => ({
  bastion: { mode: "none", publicKey: null, allowedCidrs: null },
  appSecrets: local.appSecrets.flatMap((secret) => (secret.name === "reporting" ? [{ ...secret, ...changed }] : [])),
});

describeWithDeployment("a pull request, from its review to the destruction of the environment", () => {
  const folder = temporaryFolder();
  const signal = new AbortController().signal;
  const reviewFolder = path.join(folder, "review");
  let gateway: Gateway;
  let deployment: Deployment;

  beforeAll(async () => {
    gateway = await startGateway({ stateFolder: path.join(folder, "aws"), region: REGION });
    const tools = findTools();
    deployment = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools,
      endpointUrl: gateway.url,
      region: REGION,
      signal,
    });
  }, TIMEOUT_MS);
  afterAll(() => gateway?.stop());

  const opened = () => ({
    project: REPOSITORY,
    environment: "local",
    signal,
    synthesizedFolder: deployment.workspace.outFolder,
    terraform: { program: findTools().terraform, variables: deployment.cli.environment },
  });
  const synthesize = async (overlay: Overlay): Promise<void> => {
    const { workspace } = deployment;
    writeChoices(workspace, { overlay, packagedRegions: [] });
    await synthesizeLocal({ outFolder: workspace.outFolder, zipFile: workspace.zipFile, choices: { overlay } });
  };
  const review = async (isReadOnly = false) => {
    const startedMs = performance.now();
    const { summary } = await planEnvironment({
      ...opened(),
      outFolder: reviewFolder,
      isReadOnly,
      known: gateway.passwords(),
    });
    console.log(`review in ${Math.round(performance.now() - startedMs)} ms: ${summary.sentence}`);
    return summary;
  };
  const apply = () => applyPlans({ ...opened(), reviewFolder, onProgress: (line) => console.log(line) });

  it(
    "deploys what was reviewed, refuses what is outdated, reports drift, and destroys without a trace",
    async () => {
      // Nothing deployed yet: each review plans what can be planned, and the next one the stacks after it.
      await synthesize(withReporting({}));
      const first = await review();
      expect(first.exitCode).toBe(2);
      expect(first.stacks.map(({ state }) => state)).toEqual(["planned", "waiting", "waiting", "planned"]);
      expect(await apply()).toEqual({
        applied: ["local-network", "local-bastion"],
        reviewAgain: expect.arrayContaining(["local-database"]),
      });
      await review();
      expect((await apply()).applied).toEqual(["local-database"]);
      await review();
      expect((await apply()).applied).toEqual(["local-app-secret"]);
      const settled = await review();
      expect(settled).toMatchObject({ exitCode: 0, sentence: "local: nothing to do." });

      // A change is reviewed; somebody else deploys in between.
      const changed = withReporting({ privileges: ["SELECT", "INSERT"] });
      await synthesize(changed);
      expect((await review()).sentence).toContain("the app user reporting gains INSERT");
      await synthesize(withReporting({ recoveryWindowDays: 7 }));
      await deployment.terraform.succeed("local-app-secret", ["apply", "-auto-approve", "-refresh=false"]);
      await synthesize(changed);
      await expect(apply()).rejects.toMatchObject({
        code: "plans_outdated",
        message: expect.stringMatching(/somebody changed the state of local-app-secret in between/),
      });
      expect((await review()).exitCode).toBe(2);
      expect(await apply()).toEqual({ applied: ["local-app-secret"], reviewAgain: [] });

      // Drift made by hand.
      const operator = new SecretsManagerClient({
        endpoint: gateway.url,
        region: REGION,
        credentials: { accessKeyId: "operator", secretAccessKey: "not-checked" },
      });
      await operator.send(new UpdateSecretCommand({ SecretId: "local/reporting", Description: "changed by hand" }));
      const drifted = await review(true);
      expect(drifted.exitCode).toBe(2);
      expect(drifted.stacks.flatMap(({ drifted: addresses }) => addresses)).toEqual([
        "aws_secretsmanager_secret.secret_reporting",
      ]);
      expect(readFileSync(path.join(reviewFolder, "local", "report.md"), "utf8")).toContain("changed by hand");

      // The destruction wants the name, and leaves nothing.
      const { outFolder } = deployment.workspace;
      const more = {
        environment: "local",
        outFolder,
        variables: deployment.cli.environment,
        signal,
        onLine: () => undefined,
      };
      await destroyEnvironment({
        ...opened(),
        findings: [],
        onProgress: (line) => console.log(line),
        ask: async () => "local",
        destroyStacks: (stacks) => destroyStacks(stacks, more),
      });
      for (const stack of STACKS) expect(deployment.terraform.resources(stack)).toEqual([]);
      expect(await leftoverResources({ gateway })).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
