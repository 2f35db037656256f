import { ALTERNATE_SUFFIX } from "../../../environments/values/account-names";
import * as settings from "../../../rotation-fn/settings";

test("the alternate user's suffix is the one that the function adds", () => {
  expect(ALTERNATE_SUFFIX).toBe(settings.ALTERNATE_SUFFIX);
});
