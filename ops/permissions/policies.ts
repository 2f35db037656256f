import type { Environment } from "../../environments/schema";
import type { SynthesizedStack } from "../review/model/synthesized";
import { applicationPermissions, auditPermissions, operatorPermissions } from "./people-policies";
import { type PolicyDocument, policyDocuments } from "./policy";
import type { Purpose } from "./purposes";
import { stackPermissions } from "./stack-policy";
import { StackResources } from "./stack-resources";
import { statePermissions } from "./state-policy";

/** A policy to attach to a role. */
export interface NamedPolicy {
  /** Proposed name of the managed policy: `dev-deploy-network`. */
  readonly name: string;
  /** The stack or the secret that it is about. */
  readonly about: string;
  readonly document: PolicyDocument;
}

/** The least policies of an environment for a purpose, each short enough for a managed policy. Needs no AWS account. */
export function policiesFor(
  purpose: Purpose,
  environment: Environment,
  stacks: readonly SynthesizedStack[],
): readonly NamedPolicy[] {
  const numbered = (about: string, documents: readonly PolicyDocument[]): readonly NamedPolicy[] =>
    documents.map((document, index) => ({
      name: [
        `${environment.name}-${purpose}`,
        ...(about === environment.name ? [] : [about]),
        ...(index > 0 ? [index + 1] : []),
      ].join("-"),
      about,
      document,
    }));
  switch (purpose) {
    case "operate":
      return numbered(environment.name, policyDocuments(operatorPermissions(environment)));
    case "audit":
      return numbered(environment.name, policyDocuments(auditPermissions(environment)));
    case "applications":
      return environment.appSecrets.flatMap((secret) =>
        numbered(secret.name, policyDocuments(applicationPermissions(environment, secret))),
      );
    default:
      return stacks.flatMap((stack) =>
        numbered(
          stack.id.slice(environment.name.length + 1),
          policyDocuments([
            ...stackPermissions(purpose, new StackResources(environment, stack)),
            ...statePermissions(purpose, environment, stack, stacks),
          ]),
        ),
      );
  }
}
