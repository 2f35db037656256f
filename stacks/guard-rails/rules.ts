import { accountQuotas } from "./account-quotas";
import { attachedSecurityGroups } from "./attached-security-groups";
import { backups } from "./backups";
import { boundInvocations } from "./bound-invocations";
import { closedSecrets } from "./closed-secrets";
import { databaseTls } from "./database-tls";
import { defaultPort } from "./default-port";
import { defaultSecurityGroup } from "./default-security-group";
import { deletionProtection } from "./deletion-protection";
import { documentSizes } from "./document-sizes";
import { encryptedState } from "./encrypted-state";
import { encryption } from "./encryption";
import { explicitCrossStackValues } from "./explicit-cross-stack-values";
import { flowLogs } from "./flow-logs";
import { gatewayEndpoints } from "./gateway-endpoints";
import { iamWildcards } from "./iam-wildcards";
import { instanceMetadata } from "./instance-metadata";
import { instanceMonitoring } from "./instance-monitoring";
import { keyRotation } from "./key-rotation";
import { logRetention } from "./log-retention";
import { managedPolicies } from "./managed-policies";
import { multiAz } from "./multi-az";
import { openIngress } from "./open-ingress";
import { passwordLiterals } from "./password-literals";
import { privateDatabase } from "./private-database";
import { publicPrincipals } from "./public-principals";
import type { GuardRail } from "./rule";
import { secretMaterial } from "./secret-material";
import { secretRotation } from "./secret-rotation";

/** Every guard rail. To add one: write its file and its test, and name it here. */
export const GUARD_RAILS: readonly GuardRail[] = [
  secretMaterial,
  passwordLiterals,
  secretRotation,
  closedSecrets,
  boundInvocations,
  iamWildcards,
  managedPolicies,
  publicPrincipals,
  encryption,
  encryptedState,
  keyRotation,
  databaseTls,
  privateDatabase,
  defaultPort,
  openIngress,
  gatewayEndpoints,
  defaultSecurityGroup,
  attachedSecurityGroups,
  flowLogs,
  instanceMetadata,
  instanceMonitoring,
  deletionProtection,
  backups,
  multiAz,
  logRetention,
  explicitCrossStackValues,
  documentSizes,
  accountQuotas,
];
