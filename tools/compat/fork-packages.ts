/**
 * The living fork of CDKTF under the names that this project imports, as npm aliases. `constructs` stays below 10.8: the fork's jsii does
 * not take it (open-constructs/cdk-terrain#373).
 */
export const FORK_PACKAGES: Readonly<Record<string, string>> = {
  cdktf: "npm:cdktn@0.24.0",
  "@cdktf/provider-aws": "npm:@cdktn/provider-aws@25.7.0",
  constructs: "10.7.2",
};

/** What may differ between the two, and why. Anything else is a finding. */
export const NAMED_DIFFERENCES: readonly { readonly path: RegExp; readonly reason: string }[] = [
  {
    path: /^terraform\.required_providers\.aws\.source$/,
    reason: "the fork writes hashicorp/aws where CDKTF writes aws",
  },
  { path: /^terraform\.required_providers\.aws\.version$/, reason: "a newer provider: 6.66 for 6.25" },
  { path: /^\/\/\./, reason: "metadata of the framework" },
];
