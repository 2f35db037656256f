import { findMoto } from "../../../local/aws/moto/find-moto";
import { startMoto } from "../../../local/aws/moto/start-moto";
import { skippedWithout } from "../../support/skipped-because";
import { declareSecretsManagerContract } from "./contract";
import { MEASURED_MOTO, MOTO_DEVIATIONS } from "./moto";

/**
 * The same rules on moto, whose authors read the same documentation: where both agree, a misreading is less likely, and
 * where they do not, the list of deviations says so.
 */
const moto = findMoto();
const isMeasured = moto?.version === MEASURED_MOTO;
const isUsable =
  moto !== undefined &&
  /^\d/.test(moto.version) &&
  moto.version.localeCompare(MEASURED_MOTO, "en", { numeric: true }) >= 0;

if (moto !== undefined && isUsable) {
  if (!isMeasured) {
    say(`the deviations of moto ${moto.version} are not looked at: they were measured on ${MEASURED_MOTO}`);
  }
  declareSecretsManagerContract({
    name: `moto ${moto.version}`,
    // Without Docker moto runs no functions: the rules of a running rotation are observed on the emulator alone.
    offers: { function: false, clock: false },
    deviations: MOTO_DEVIATIONS,
    deviationsApply: isMeasured,
    start: () => startMoto(moto),
  });
} else {
  const found = moto === undefined ? "moto is not installed" : `moto ${moto.version} is too old`;
  const whyNot = `the rules of Secrets Manager on moto: ${found}; what to do: pip install 'moto[server]>=${MEASURED_MOTO}'`;
  skippedWithout(whyNot, test)("the rules of Secrets Manager, on moto", () => undefined);
}

function say(line: string): void {
  process.stderr.write(`tests: ${line}\n`);
}
