import type { EnvironmentInput } from "../../environments/schema";
import { sampleWith } from "./sample-environment";

/** The sample with so many app secrets, whose names are as long as they may be. */
export function manyAppSecrets(count: number): EnvironmentInput {
  return sampleWith({
    appSecrets: Array.from({ length: count }, (_, index) => ({
      name: `s${String(index).padStart(39, "0")}`,
      database: "shop",
      username: `app_${index}`,
    })),
  });
}
