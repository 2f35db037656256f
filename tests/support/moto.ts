import { findMeasuredMoto, MOTO_VERSION, type Moto } from "../../local/aws/moto/find-moto";
import { cacheFolder } from "../../local/mysql/cache-folder";

/** The moto that the gateway is made for, if it is on this machine. */
const found = findMeasuredMoto(cacheFolder());

if (found === undefined) {
  process.stderr.write(`tests: what needs moto is skipped; to have it: pip install 'moto[server]==${MOTO_VERSION}'\n`);
}

/** `describe` where the measured moto is there; where not, the run says so. */
export const describeWithMoto = found === undefined ? describe.skip : describe;

/** For use inside of {@link describeWithMoto}. */
export function measuredMoto(): Moto {
  if (found === undefined) throw new Error("there is no moto: see describeWithMoto");
  return found;
}
