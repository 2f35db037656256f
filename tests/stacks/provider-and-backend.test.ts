import { SAMPLE, sampleWith } from "../support/sample-environment";
import { stacksOf, stacksOfOwn } from "../support/synthesized-stacks";

interface Terraform {
  readonly backend: Readonly<Record<string, unknown>>;
  readonly required_version: string;
  readonly required_providers: { readonly aws: { readonly version: string } };
}

const terraformOf = (stack: { readonly json: Readonly<Record<string, unknown>> }) => stack.json.terraform as Terraform;
const providerOf = (stack: { readonly json: Readonly<Record<string, unknown>> }) => stack.json.provider;
const PARTS = ["network", "database", "bastion", "app-secret"];

describe("an environment on AWS", () => {
  const stacks = stacksOf(SAMPLE);

  test.each(PARTS)("keeps the state of %s in its own object, encrypted and locked", (part) => {
    expect(terraformOf(stacks(part)).backend).toEqual({
      s3: {
        bucket: "sample-terraform-state",
        key: `sample-${part}.tfstate`,
        region: "eu-west-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("may keep its state in another region", () => {
    const elsewhere = stacksOf(sampleWith({ "target.stateRegion": "eu-central-1" }))("network");
    expect(terraformOf(elsewhere).backend).toMatchObject({ s3: { region: "eu-central-1" } });
  });

  test("accepts patches of the provider that its types were made from, and a Terraform that locks in S3", () => {
    expect(terraformOf(stacks("database"))).toMatchObject({
      required_version: ">= 1.10.0",
      required_providers: { aws: { version: "~> 6.25.0" } },
    });
  });

  test("is refused by the provider in any other account, and tags everything", () => {
    const tagged = stacksOf(sampleWith({ "tags.cost-centre": "42" }))("database");
    expect(providerOf(tagged)).toEqual({
      aws: [
        {
          region: "eu-west-1",
          allowed_account_ids: ["111122223333"],
          default_tags: [
            {
              tags: {
                "cost-centre": "42",
                environment: "sample",
                "managed-by": "cdktf",
                project: "rotating-rds-mysql",
              },
            },
          ],
        },
      ],
    });
  });
});

describe("the environment on an emulator", () => {
  const local = stacksOfOwn("local");

  test.each(PARTS)("keeps the state of %s in a file whose path is relative", (part) => {
    expect(terraformOf(local(part)).backend).toEqual({ local: { path: `../../../terraform.local-${part}.tfstate` } });
  });

  test("names no endpoint, and is refused by the provider where AWS_ENDPOINT_URL was forgotten: in a real account", () => {
    expect(providerOf(local("network"))).toEqual({
      aws: [
        {
          region: "us-east-1",
          allowed_account_ids: ["123456789012"],
          skip_credentials_validation: true,
          skip_metadata_api_check: "true",
          s3_use_path_style: true,
          default_tags: [{ tags: { environment: "local", "managed-by": "cdktf", project: "rotating-rds-mysql" } }],
        },
      ],
    });
    expect(terraformOf(local("network")).required_providers.aws.version).toBe(">= 5.100.0");
  });
});
