import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cliConfig } from "../../../local/terraform/cli-config";
import { findProviderMirror, platformName, searchedFolders } from "../../../local/terraform/find-provider";
import { inTemporaryFolder } from "../../support/synthesized-stacks";

const HERE = platformName();
const PROVIDER = path.join("registry.terraform.io", "hashicorp", "aws");

describe("findProviderMirror", () => {
  test("finds an unpacked provider where TF_MIRROR_DIR says, newest version first", () => {
    inTemporaryFolder("mirror with spaces ", (mirrorDir) => {
      for (const version of ["5.9.0", "5.100.0", "6.25.0"]) {
        mkdirSync(path.join(mirrorDir, PROVIDER, version, HERE), { recursive: true });
      }
      mkdirSync(path.join(mirrorDir, PROVIDER, "7.0.0", "plan9_mips"), { recursive: true });
      expect(findProviderMirror({ mirrorDir, home: mirrorDir })).toEqual({
        directory: mirrorDir,
        versions: ["6.25.0", "5.100.0", "5.9.0"],
      });
    });
  });

  test("finds a packed provider", () => {
    inTemporaryFolder("mirror-", (mirrorDir) => {
      mkdirSync(path.join(mirrorDir, PROVIDER), { recursive: true });
      for (const platform of [HERE, "plan9_mips"]) {
        writeFileSync(path.join(mirrorDir, PROVIDER, `terraform-provider-aws_6.25.0_${platform}.zip`), "");
      }
      expect(findProviderMirror({ mirrorDir, home: mirrorDir })?.versions).toEqual(["6.25.0"]);
    });
  });

  test("finds one in the home folder, where Terraform itself looks", () => {
    inTemporaryFolder("home-", (home) => {
      const directory = path.join(home, ".terraform.d", "plugins");
      mkdirSync(path.join(directory, PROVIDER, "5.100.0", HERE), { recursive: true });
      expect(findProviderMirror({ home })).toEqual({ directory, versions: ["5.100.0"] });
    });
  });

  test("says what is wrong with a TF_MIRROR_DIR that holds none", () => {
    inTemporaryFolder("empty-", (mirrorDir) => {
      expect(() => findProviderMirror({ mirrorDir, home: mirrorDir })).toThrow(
        /^TF_MIRROR_DIR holds no AWS provider for this machine; found: no registry\.terraform\.io.+; what to do: name the folder/,
      );
    });
  });

  test("looks through the folders below /opt, whatever they are called", () => {
    expect(searchedFolders("/home/somebody")).toEqual(expect.arrayContaining(["/opt", "/usr/share/terraform"]));
  });
});

describe("platformName", () => {
  test.each([
    ["linux", "x64", "linux_amd64"],
    ["darwin", "arm64", "darwin_arm64"],
    ["win32", "ia32", "windows_386"],
  ])("calls %s on %s %s", (platform, arch, name) => {
    expect(platformName(platform, arch)).toBe(name);
  });
});

describe("cliConfig", () => {
  test("names the mirror alone and calls nobody, for paths with quotes and template marks too", () => {
    expect(cliConfig({ directory: '/a "b" $' + "{c}", versions: [] })).toBe(
      'disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = "/a \\"b\\" $$' +
        '{c}"\n  }\n}\n',
    );
  });
});
