import { findTools } from "../terraform/terraform-or-why-not";

/** What a person can do now that the local AWS runs. */
export function usage(url: string): string {
  return [
    `The local AWS runs at ${url}`,
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
    `With other tools: AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=operator AWS_SECRET_ACCESS_KEY=any AWS_REGION=us-east-1`,
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
