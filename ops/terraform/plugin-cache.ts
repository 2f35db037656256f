/**
 * Variables that make Terraform keep the providers that it installs in a folder, and take them from there whether the stack has a lock file
 * or not. Without the second variable each `terraform init` of a stack without one installs the provider again, in place of what the cache
 * holds, which breaks the `terraform init` that another stack runs at that moment ("after installing … it is still not detected").
 *
 * https://developer.hashicorp.com/terraform/cli/config/config-file#allowing-the-provider-plugin-cache-to-break-the-dependency-lock-file
 */
export function pluginCacheVariables(folder: string): Readonly<Record<string, string>> {
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1" };
}
