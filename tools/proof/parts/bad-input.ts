import type { ProofPart } from "../proof-part";

const INPUTS = 10_000;

export const BAD_INPUT: readonly ProofPart[] = [
  {
    id: "bad-input",
    title: "Bad input",
    tried:
      "Events, values of app secrets and of admin secrets, and environment files, each a valid one with one to three changes (other types, texts of 60 kB, lists 20,000 deep, " +
      "inherited keys, pasted passwords and connection URLs), or no JSON at all; sessions with a server whose recorded answers are changed on the wire, in the handshake and after it. " +
      "Each must be accepted, or refused in time with an error that names the field, with nothing changed and no piece of a password in message, causes, stack or log.",
    figures: [
      { key: "events", title: "events", min: INPUTS },
      { key: "secretValues", title: "secret values", min: INPUTS },
      { key: "adminSecrets", title: "admin secrets", min: INPUTS },
      { key: "environmentFiles", title: "environment files", min: INPUTS },
      { key: "serverReplies", title: "sessions with wrong replies of the server", min: INPUTS },
      { key: "refused", title: "of all these refused or failed" },
      { key: "violations", title: "violations", max: 0 },
    ],
    defects: [
      {
        what: "a secret of 60 kB held createSecret up for two seconds, in the search for the name of an RDS Proxy",
        test: "tests/rotation-fn/strategies/endpoints.test.ts",
      },
      {
        what: "an event that held a secret's value was quoted in the error",
        test: "tests/rotation-fn/handler.test.ts",
      },
      {
        what: "a secret whose JSON nests 20,000 levels deep was reported as a defect of the function",
        test: "tests/rotation-fn/known-secrets.test.ts",
      },
      {
        what: "a password in a wrong place of an environment file was quoted in the error, also by the rule of another member",
        test: "tests/environments/wrong/whole-file.test.ts",
      },
    ],
    repeat: "npm run test:slow -- tests/rotation-fn/bad-input.slow.test.ts",
    sources: ["rotation-fn", "environments", "tests/support/bad-input", "tests/support/server-replies"],
  },
];
