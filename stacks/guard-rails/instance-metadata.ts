import { asList, asObject, shown } from "./json";
import type { GuardRail } from "./rule";

/**
 * Instances answer metadata questions with a session token and over one hop only: a forged request that a program
 * forwards gets nothing.
 */
export const instanceMetadata: GuardRail = {
  name: "instance-metadata",
  check: (environment) =>
    environment.resources("aws_instance", "aws_launch_template").flatMap(({ path, values }) => {
      const options = asObject(asList(values.metadata_options)[0]);
      if (options.http_tokens === "required" && options.http_put_response_hop_limit === 1) return [];
      return [
        {
          path,
          found: `http_tokens = ${shown(options.http_tokens)}, http_put_response_hop_limit = ${shown(options.http_put_response_hop_limit)}`,
          allowed: 'http_tokens = "required" and http_put_response_hop_limit = 1',
          remedy: "set metadataOptions",
        },
      ];
    }),
};
