import { z } from "zod";
import { ServiceError } from "../errors";
import { findUsableSecret } from "../find-secret";
import { secretId } from "../input";
import { nameAndArn, operation } from "./operation";

/** Policies are kept and given back, never enforced: every client that reaches the server may do everything. */
const policy = z.string().min(1).max(20_480);

export const getResourcePolicy = operation(z.object({ SecretId: secretId }), (request, context) => {
  const secret = findUsableSecret(context.state, request.SecretId, context.now());
  return { ...nameAndArn(secret), ResourcePolicy: secret.policy };
});

export const putResourcePolicy = operation(
  z.object({ SecretId: secretId, ResourcePolicy: policy }),
  (request, context) => {
    const secret = findUsableSecret(context.state, request.SecretId, context.now());
    checkPolicyDocument(request.ResourcePolicy);
    secret.policy = request.ResourcePolicy;
    return nameAndArn(secret);
  },
);

export const deleteResourcePolicy = operation(z.object({ SecretId: secretId }), (request, context) => {
  const secret = findUsableSecret(context.state, request.SecretId, context.now());
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
