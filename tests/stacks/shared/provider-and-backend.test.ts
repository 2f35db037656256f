import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf, stacksOfOwn } from "../../support/synthesized-stacks";

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

  test("can have a prefix, a key and a role, and other stacks read it the same way", () => {
    const role = "arn:aws:iam::111122223333:role/state";
    const key = "arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-4def-8123-456789abcdef";
    const target = { "target.statePrefix": "databases/shop", "target.stateKeyArn": key, "target.stateRole": role };
    const { json } = stacksOf(sampleWith(target))("database");
    const kept = { key: "databases/shop/sample-database.tfstate", kms_key_id: key, assume_role: { role_arn: role } };
    expect((json.terraform as Terraform).backend).toMatchObject({ s3: { ...kept, encrypt: true, use_lockfile: true } });
    expect(json.data).toMatchObject({
      terraform_remote_state: {
        "cross-stack-reference-input-sample-network": {
          config: { ...kept, key: "databases/shop/sample-network.tfstate" },
        },
      },
    });
  });

  test("accepts patches of the provider that its types were made from, and a Terraform that locks in S3", () => {
    expect(terraformOf(stacks("database"))).toMatchObject({
      required_version: ">= 1.10.0, < 2.0.0",
      required_providers: { aws: { version: "~> 6.25.0" } },
    });
  });

  test("is refused by the provider in any other account", () => {
    expect(providerOf(stacks("database"))).toEqual({
      aws: [
        { region: "eu-west-1", allowed_account_ids: ["111122223333"], default_tags: [{ tags: expect.anything() }] },
      ],
    });
  });

  test("is deployed stack by stack with the role that the environment names for it, and CloudTrail shows which", () => {
    const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
    const owned = stacksOf(sampleWith({ deployRoles: { network: role("network"), appSecret: role("secrets") } }));
    const roles = PARTS.map(
      (part) => (providerOf(owned(part)) as { aws: { assume_role?: unknown }[] }).aws[0]?.assume_role,
    );
    expect(roles).toEqual([
      [{ role_arn: role("network"), session_name: "sample-network" }],
      undefined,
      undefined,
      [{ role_arn: role("secrets"), session_name: "sample-app-secret" }],
    ]);
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
          default_tags: [{ tags: expect.objectContaining({ environment: "local", stack: "local-network" }) }],
        },
      ],
    });
    expect(terraformOf(local("network")).required_providers.aws.version).toBe(">= 5.100.0, < 7.0.0");
  });
});
