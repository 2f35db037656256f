import { z } from "zod";
import { ServiceError } from "../errors";
import { nameAndArn, operation, secretOperation } from "./operation";

/** Policies are kept and given back, never enforced: every client that reaches the server may do everything. */
const policy = z.string().min(1).max(20_480);

export const getResourcePolicy = secretOperation({}, ({ secret }) => ({
  ...nameAndArn(secret),
  ResourcePolicy: secret.policy,
}));

export const putResourcePolicy = secretOperation({ ResourcePolicy: policy }, ({ secret, request }) => {
  checkPolicyDocument(request.ResourcePolicy);
  secret.policy = request.ResourcePolicy;
  return nameAndArn(secret);
});

export const deleteResourcePolicy = secretOperation({}, ({ secret }) => {
  secret.policy = undefined;
  return nameAndArn(secret);
});

export const validateResourcePolicy = operation(z.object({ ResourcePolicy: policy }), (request) => {
  checkPolicyDocument(request.ResourcePolicy);
  return { PolicyValidationPassed: true, ValidationErrors: [] };
});

function checkPolicyDocument(document: string): void {
  try {
    if (typeof JSON.parse(document)?.Statement === "object") return;
  } catch {
    // answered below
  }
  throw new ServiceError("MalformedPolicyDocumentException", "This resource policy is not a JSON policy document.");
}
