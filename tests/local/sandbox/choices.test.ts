import path from "node:path";
import { parseEnvironment } from "../../../environments";
import { local } from "../../../environments/local";
import { chooseEngine, chosenEngine, engineOverlay } from "../../../local/sandbox/choices";
import { keptPaths } from "../../../local/sandbox/paths";
import { withOverlay } from "../../../local/terraform/overlay";
import { temporaryFolder } from "../../support/temporary-folder";

const newPaths = () => keptPaths({ LOCAL_AWS_FOLDER: path.join(temporaryFolder(), `sandbox ${Math.random()}`) });

describe("the engine of the sandbox", () => {
  test("is MySQL until another one is chosen, and is kept", () => {
    const paths = newPaths();
    expect(chosenEngine(paths)).toBe("mysql");
    chooseEngine(paths, "mariadb", false);
    expect(chosenEngine(paths)).toBe("mariadb");
    chooseEngine(paths, "mariadb", true);
  });

  test("does not change under a deployed database", () => {
    const paths = newPaths();
    expect(() => chooseEngine(paths, "mariadb", true)).toThrow(/npm run local -- destroy, then/);
    expect(chosenEngine(paths)).toBe("mysql");
  });

  test.each(["mysql", "mariadb"] as const)("makes the environment local valid with %s", (engine) => {
    const { database, appSecrets } = parseEnvironment("local", withOverlay(local, engineOverlay(engine)));
    expect(database.engine).toBe(engine);
    expect(appSecrets).toHaveLength(local.appSecrets.length);
  });
});
