export { createRotatingCredential } from "./create-rotating-credential";
export { DatabaseCredential, type StagingLabel } from "./database-credential";
export { CREDENTIAL_ERROR_CODES, CredentialError, type CredentialErrorCode } from "./errors";
export { logIn } from "./log-in";
export type { Login } from "./login-recovery";
export type { RotatingCredentialOptions } from "./options";
export type { CredentialSource, RotatingPoolOptions, RotatingPoolSettings } from "./pool-options";
export { rdsTls, type TlsOptions } from "./rds-tls";
export type { SecretsManagerLike } from "./read-secret";
export { isRefusedLogin } from "./refused-login";
export type {
  CredentialEvents,
  CredentialStatus,
  RefreshedEvent,
  RotatingCredential,
  StaleEvent,
} from "./rotating-credential";
export { createRotatingPool, type RotatingPool } from "./rotating-pool";
