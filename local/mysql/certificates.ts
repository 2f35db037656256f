/**
 * A certificate authority of our own and server certificates signed by it (X.509 v3, RFC 5280), ECDSA on P-256 with
 * SHA-256. mysqld makes itself a certificate without a subjectAltName, which a client that checks the host name must
 * refuse; this one names its hosts, so that the rehearsal verifies TLS exactly as production does.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import {
  derBitString,
  derExplicit,
  derImplicit,
  derObjectId,
  derOctetString,
  derSequence,
  derSet,
  derTime,
  derTrue,
  derUnsignedInteger,
  derUtf8,
} from "./der";

/** A certificate and the key it was made for, both PEM; `subject` and `keyId` are what a child certificate repeats. */
export interface IssuedCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface CertificateAuthority extends IssuedCertificate {
  readonly commonName: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface ServerCertificateRequest {
  readonly commonName: string;
  /** Names and IPv4 addresses by which clients reach the server; each is checked by a verifying client. */
  readonly hosts: readonly string[];
  readonly validDays: number;
}

const ECDSA_WITH_SHA256 = derSequence(derObjectId("1.2.840.10045.4.3.2"));
const HOUR_MS = 3_600_000;

/** A new self-signed authority that may sign server certificates and nothing below another authority. */
export function createCertificateAuthority(commonName: string, validDays: number): CertificateAuthority {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificatePem = certificate({
    subject: commonName,
    publicKey: keys.publicKey,
    issuer: { commonName, publicKey: keys.publicKey, privateKey: keys.privateKey },
    validDays,
    extensions: [
      extension("2.5.29.19", derSequence(derTrue(), derUnsignedInteger(Buffer.from([0]))), "critical"),
      extension("2.5.29.15", derBitString(Buffer.from([0b0000_0110]), 1), "critical"), // keyCertSign, cRLSign
    ],
  });
  return { commonName, certificatePem, privateKeyPem: pemOf(keys.privateKey), ...keys };
}

/** A server certificate for exactly the hosts named. */
export function issueServerCertificate(
  authority: CertificateAuthority,
  request: ServerCertificateRequest,
): IssuedCertificate {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificatePem = certificate({
    subject: request.commonName,
    publicKey: keys.publicKey,
    issuer: authority,
    validDays: request.validDays,
    extensions: [
      extension("2.5.29.19", derSequence(), "critical"),
      extension("2.5.29.15", derBitString(Buffer.from([0b1000_0000]), 7), "critical"), // digitalSignature
      extension("2.5.29.37", derSequence(derObjectId("1.3.6.1.5.5.7.3.1"))), // serverAuth
      extension("2.5.29.17", derSequence(...request.hosts.map(subjectAlternativeName))),
    ],
  });
  return { certificatePem, privateKeyPem: pemOf(keys.privateKey) };
}

interface CertificateContent {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: Pick<CertificateAuthority, "commonName" | "publicKey" | "privateKey">;
  readonly validDays: number;
  readonly extensions: readonly Buffer[];
}

function certificate(content: CertificateContent): string {
  const notBefore = new Date(Date.now() - HOUR_MS); // clocks of two machines, or of a suspended laptop, may differ
  const notAfter = new Date(Date.now() + content.validDays * 24 * HOUR_MS);
  const toBeSigned = derSequence(
    derExplicit(0, derUnsignedInteger(Buffer.from([2]))), // version 3
    derUnsignedInteger(Buffer.concat([Buffer.from([1]), randomBytes(15)])), // positive and never zero
    ECDSA_WITH_SHA256,
    distinguishedName(content.issuer.commonName),
    derSequence(derTime(notBefore), derTime(notAfter)),
    distinguishedName(content.subject),
    content.publicKey.export({ type: "spki", format: "der" }),
    derExplicit(
      3,
      derSequence(
        ...content.extensions,
        extension("2.5.29.14", derOctetString(keyId(content.publicKey))),
        extension("2.5.29.35", derSequence(derImplicit(0, keyId(content.issuer.publicKey)))),
      ),
    ),
  );
  const signature = sign("sha256", toBeSigned, { key: content.issuer.privateKey, dsaEncoding: "der" });
  const lines = derSequence(toBeSigned, ECDSA_WITH_SHA256, derBitString(signature))
    .toString("base64")
    .replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

const distinguishedName = (commonName: string): Buffer =>
  derSequence(derSet(derSequence(derObjectId("2.5.4.3"), derUtf8(commonName))));

const extension = (objectId: string, value: Buffer, criticality: "critical" | "optional" = "optional"): Buffer =>
  derSequence(derObjectId(objectId), ...(criticality === "critical" ? [derTrue()] : []), derOctetString(value));

/** GeneralName: [2] a DNS name, [7] the four bytes of an address (RFC 5280, 4.2.1.6). */
const subjectAlternativeName = (host: string): Buffer =>
  isIPv4(host) ? derImplicit(7, Buffer.from(host.split(".").map(Number))) : derImplicit(2, Buffer.from(host, "ascii"));

const keyId = (publicKey: KeyObject): Buffer =>
  createHash("sha1")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();

const pemOf = (privateKey: KeyObject): string => privateKey.export({ type: "pkcs8", format: "pem" }).toString();
