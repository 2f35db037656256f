import { OpsError } from "../error";

const CREDENTIALS = /Credential|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|SSO|InvalidSignature|Profile/;
const ACCESS = /AccessDenied|NotAuthorized|Unauthorized/;
const NETWORK = /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|EAI_AGAIN|TimeoutError|NetworkingError/;

/** What the SDK threw, as the operator needs it. `operation` names the call: `secretsmanager:DescribeSecret`. */
export function awsError(operation: string, error: unknown): OpsError {
  if (error instanceof OpsError) return error;
  const name = error instanceof Error ? error.name : String(error);
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  const found = `${name}: ${message}`.slice(0, 600);
  const fail = (kind: ConstructorParameters<typeof OpsError>[0], problem: string, remedy: string): OpsError =>
    new OpsError(kind, { problem, found, remedy }, { cause: error });
  if (ACCESS.test(name)) {
    return fail(
      "access_denied",
      `AWS denied ${operation}`,
      `allow ${operation} for this role, or use another --profile`,
    );
  }
  if (CREDENTIALS.test(name)) {
    return fail(
      "credentials_missing",
      `AWS accepted no credentials for ${operation}`,
      "log in again, or name another --profile",
    );
  }
  if (NETWORK.test(`${name} ${String(code)} ${message}`)) {
    return fail(
      "aws_unavailable",
      `no answer to ${operation}`,
      "check the network and the region, then repeat the command",
    );
  }
  return fail("aws_refused", `AWS refused ${operation}`, "read the message; the command can be repeated safely");
}

/** Runs one call and translates what it throws. */
export async function awsCall<T>(operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw awsError(operation, error);
  }
}

/** Whether the service says that the thing is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && /ResourceNotFound|NotFoundFault|DBInstanceNotFound/.test(error.name);
}
