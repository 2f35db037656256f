import { instanceMetadata } from "../../../stacks/guard-rails/instance-metadata";
import { foundIn } from "../../support/guard-rail-fixture";

const options = (metadata: Record<string, unknown> | undefined) =>
  foundIn(instanceMetadata, { aws_instance: { bastion: { metadata_options: metadata } } });

describe("instance-metadata", () => {
  test("accepts version 2 over one hop", () => {
    expect(options({ http_tokens: "required", http_put_response_hop_limit: 1 })).toEqual([]);
  });

  test.each([
    [undefined, "http_tokens = nothing, http_put_response_hop_limit = nothing"],
    [
      { http_tokens: "optional", http_put_response_hop_limit: 1 },
      'http_tokens = "optional", http_put_response_hop_limit = 1',
    ],
    [
      { http_tokens: "required", http_put_response_hop_limit: 2 },
      'http_tokens = "required", http_put_response_hop_limit = 2',
    ],
  ])("finds %j", (metadata, found) => {
    expect(options(metadata)).toEqual([`sample-one/bastion: ${found}`]);
  });
});
