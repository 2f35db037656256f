import { LOCAL_REGION } from "../aws/local-account";
import { ENGINE_TITLES } from "../mysql/program";
import { findTools } from "../terraform/terraform-or-why-not";
import type { SandboxEngine } from "./choices";

/** What a person can do now that the local AWS runs, and which database a deployment makes. */
export function usage(url: string, engine: SandboxEngine): string {
  return [
    `The local AWS runs at ${url}; deploy makes ${ENGINE_TITLES[engine]}`,
    "",
    "  npm run local -- deploy                  deploy the environment local",
    "  npm run local -- status                  what is deployed, how each secret stands",
    '  npm run local -- sql shop "select 1"     run a statement as the app user',
    "  npm run local -- connect shop            open the mysql client as the app user",
    "  npm run local -- rotate shop             change its password",
    "  npm run local -- logs                    what the rotation function wrote",
    "  npm run local -- destroy                 destroy the environment",
    "  npm run local -- down                    stop; up resumes from what it saved",
    "",
    // The AWS CLI reads AWS_DEFAULT_REGION; its version 1 and boto3 do not know the AWS_REGION of the other SDKs.
    "With other tools, such as the AWS CLI:",
    `  export AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=operator AWS_SECRET_ACCESS_KEY=any AWS_REGION=${LOCAL_REGION} AWS_DEFAULT_REGION=${LOCAL_REGION}`,
  ].join("\n");
}

/** Says what `deploy` will miss on this machine; nothing where everything is there. */
export function missingForDeploy(): readonly string[] {
  try {
    findTools();
    return [];
  } catch (error) {
    return [`Not ready to deploy: ${error instanceof Error ? error.message : String(error)}`];
  }
}
