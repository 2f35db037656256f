import { writeFileSync } from "node:fs";
import path from "node:path";
import { STACKS } from "./workspace";

/** Whose calls are neither a stack's nor the function's. */
export const OPERATOR = "operator";

/**
 * Writes the profiles that the stacks' providers name, and returns the variables that lead to them and to the emulator. The key ids are
 * the names of the stacks: nothing checks a signature here, and a recording shows whose call each was.
 */
export function emulatorVariables(
  folder: string,
  { endpointUrl, region }: { readonly endpointUrl: string; readonly region: string },
): Readonly<Record<string, string>> {
  const profiles = ["default", ...STACKS];
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const keys = (profile: string): string =>
    [
      `[${profile}]`,
      `aws_access_key_id = ${profile === "default" ? OPERATOR : profile}`,
      "aws_secret_access_key = not-checked",
      "",
    ].join("\n");
  return {
    AWS_SHARED_CREDENTIALS_FILE: write("aws-credentials", profiles.map(keys).join("\n")),
    AWS_CONFIG_FILE: write("aws-config", `[default]\nregion = ${region}\n`),
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
