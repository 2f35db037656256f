import { readdirSync } from "node:fs";
import path from "node:path";

// One file for all of them, because each test file would start a moto of its own. One alone: `npx jest contracts -t '<its title>'`.
for (const file of readdirSync(__dirname).filter((name) => name.endsWith(".contract.ts"))) {
  require(path.join(__dirname, file));
}
