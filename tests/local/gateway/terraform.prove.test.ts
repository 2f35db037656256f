import { readFileSync } from "node:fs";
import path from "node:path";
import { terraformOrWhyNot } from "../../../local/terraform/terraform-or-why-not";
import { LOCAL_STACKS, synthesizeLocal, terraformIn } from "../../support/deployed-locally";
import { startTestGateway, type TestGateway } from "../../support/gateway";
import { leftInAws } from "../../support/left-in-aws";
import { describeWithMoto } from "../../support/moto";
import { temporaryFolder } from "../../support/temporary-folder";

const TIMEOUT_MS = 1_500_000;

const { whyNot } = terraformOrWhyNot();
// Says so instead of passing silently: nothing is deployed on this machine then.
if (whyNot !== undefined) console.warn(`the deployment to the gateway is skipped: ${whyNot}`);
const describeWithAll = whyNot === undefined ? describeWithMoto : describe.skip;

describeWithAll("the environment local, deployed by the real Terraform to the gateway", () => {
  const folder = temporaryFolder();
  const stateFolder = path.join(folder, "local aws");
  let gateway: TestGateway;
  afterAll(() => gateway?.stop());

  const run = async (stack: string, ...args: string[]) => {
    const { exitCode, output } = await terraformIn(folder, gateway, stack, args);
    return exitCode === 0 ? "ok" : `${stack}: exit code ${exitCode}\n${output}`;
  };
  const emptyPlans = async () => {
    for (const stack of LOCAL_STACKS) expect(await run(stack, "plan", "-detailed-exitcode")).toBe("ok");
  };

  it(
    "is applied, planned empty, planned empty after a restart of the gateway, and destroyed without a trace",
    async () => {
      await synthesizeLocal(folder);
      gateway = await startTestGateway({ stateFolder });
      const before = await leftInAws(gateway);
      for (const stack of LOCAL_STACKS) {
        expect(await run(stack, "init")).toBe("ok");
        expect(await run(stack, "apply", "-auto-approve")).toBe("ok");
      }
      const rotated = gateway.calls().filter(({ action }) => action === "RotateSecret");
      expect(rotated.map(({ accessKeyId, status }) => `${accessKeyId} ${status}`)).toEqual(
        Array(4).fill("local-app-secret 200"),
      );
      await emptyPlans();
      expect((await leftInAws(gateway)).length).toBeGreaterThan(before.length + 40);

      const learned = new Set(gateway.learned());
      await gateway.stop();
      gateway = await startTestGateway({ stateFolder });
      await emptyPlans();

      for (const stack of [...LOCAL_STACKS].reverse()) expect(await run(stack, "destroy", "-auto-approve")).toBe("ok");
      expect(await leftInAws(gateway)).toEqual(before);
      expect(gateway.databases()).toEqual([]);
      const recorded = readFileSync(path.join(stateFolder, "calls.jsonl"), "utf8");
      for (const password of [...learned, ...gateway.learned()]) expect(recorded.includes(password)).toBe(false);
      expect(recorded).not.toContain("NotEmulated");
    },
    TIMEOUT_MS,
  );
});
