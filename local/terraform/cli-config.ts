import type { ProviderMirror } from "./find-provider";

/**
 * A Terraform CLI configuration that takes providers from a mirror and from nowhere else, and makes no other call. Without a mirror, one that
 * takes them from the public registry.
 */
export function cliConfig(mirror: ProviderMirror | undefined): string {
  if (mirror === undefined) return "disable_checkpoint = true\n";
  return [
    "disable_checkpoint = true",
    "provider_installation {",
    "  filesystem_mirror {",
    `    path = ${quoted(mirror.directory)}`,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** A text in Terraform's own syntax, where ${ and %{ begin an expression. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, "$1$1{");
}
