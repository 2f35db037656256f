import { existsSync } from "node:fs";
import path from "node:path";
import { namesIn } from "../mysql/read-if-there";

/** A folder of Terraform's mirror layout that holds the AWS provider for this machine's platform. */
export interface ProviderMirror {
  /** What a `filesystem_mirror` names: the folder above `registry.terraform.io`. */
  readonly directory: string;
  /** Versions for this platform, newest first. */
  readonly versions: readonly string[];
}

export interface MirrorSearch {
  /** TF_MIRROR_DIR: looked into first, and alone when it is set. */
  readonly mirrorDir?: string | undefined;
  readonly home: string;
}

const PROVIDER = path.join("registry.terraform.io", "hashicorp", "aws");

/**
 * Looks for the AWS provider where the public registry is not needed: in the folder that TF_MIRROR_DIR names, else where
 * Terraform itself looks and where people put mirrors. Returns undefined when there is none for this platform.
 * Throws when TF_MIRROR_DIR is set and holds none: a variable that was set must not be ignored.
 *
 * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export function findProviderMirror({ mirrorDir, home }: MirrorSearch): ProviderMirror | undefined {
  if (mirrorDir !== undefined && mirrorDir !== "") {
    const mirror = mirrorAt(path.resolve(mirrorDir));
    if (mirror !== undefined) return mirror;
    throw new Error(
      `TF_MIRROR_DIR holds no AWS provider for this machine; found: no ${PROVIDER}/<version>/${platformName()} in ${mirrorDir}; ` +
        "what to do: name the folder above registry.terraform.io, or unset TF_MIRROR_DIR",
    );
  }
  for (const directory of searchedFolders(home)) {
    const mirror = mirrorAt(directory);
    if (mirror !== undefined) return mirror;
  }
  return undefined;
}

/** Where {@link findProviderMirror} looks without a setting, in order. */
export function searchedFolders(home: string): readonly string[] {
  return [
    path.join(home, ".terraform.d", "plugins"),
    path.join(home, ".local", "share", "terraform", "plugins"),
    path.join(home, "Library", "Application Support", "io.terraform", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/usr/share/terraform",
    "/opt",
    ...namesIn("/opt").map((name) => path.join("/opt", name)),
  ];
}

/** As Terraform names platforms: `linux_amd64`. */
export function platformName(platform: string = process.platform, arch: string = process.arch): string {
  const os = platform === "win32" ? "windows" : platform;
  const cpu = { x64: "amd64", ia32: "386" }[arch] ?? arch;
  return `${os}_${cpu}`;
}

function mirrorAt(directory: string): ProviderMirror | undefined {
  const provider = path.join(directory, PROVIDER);
  const platform = platformName();
  const unpacked = namesIn(provider).filter((version) => existsSync(path.join(provider, version, platform)));
  const packed = namesIn(provider).flatMap((name) => {
    const version = /^terraform-provider-aws_(.+?)_([a-z0-9]+_[a-z0-9]+)\.zip$/.exec(name);
    return version?.[1] !== undefined && version[2] === platform ? [version[1]] : [];
  });
  const versions = [...new Set([...unpacked, ...packed])].sort(newestFirst);
  return versions.length === 0 ? undefined : { directory, versions };
}

function newestFirst(one: string, other: string): number {
  return other.localeCompare(one, "en", { numeric: true });
}
