import { findMeasuredMoto, MOTO_VERSION, type Moto } from "../../local/aws/moto/find-moto";
import { cacheFolder } from "../../local/mysql/cache-folder";
import { skippedWithout } from "./skipped-because";

/** The moto that the gateway is made for, if it is on this machine. */
const found = findMeasuredMoto(cacheFolder());

/** `describe` where the measured moto is installed. */
export const describeWithMoto = skippedWithout(
  found === undefined ? `moto is not installed; what to do: pip install 'moto[server]==${MOTO_VERSION}'` : undefined,
  describe,
);

/** For use inside of {@link describeWithMoto}. */
export function measuredMoto(): Moto {
  if (found === undefined) throw new Error("there is no moto: see describeWithMoto");
  return found;
}
