import { effectLine } from "../../../local/terraform/plan-effect";
import { printedEffect } from "../../../local/terraform/printed-effect";

/** As Terraform 1.11 prints it, with most attributes left out. */
const PRINTED = `
aws_kms_key.key: Refreshing state... [id=1]

Note: Objects have changed outside of Terraform

  # aws_lambda_function.function has changed
  ~ resource "aws_lambda_function" "function" {
      ~ code_sha256 = "a" -> "b"
    }

Terraform used the selected providers to generate the following execution
plan. Resource actions are indicated with the following symbols:
  + create
  ~ update in-place
-/+ destroy and then create replacement
 <= read (data resources)

Terraform will perform the following actions:

  # data.aws_ssm_parameter.image will be read during apply
  # (config refers to values not yet known)
 <= data "aws_ssm_parameter" "image" {
      + value = (sensitive value)
    }

  # aws_lambda_invocation.app_users_shop will be updated in-place
  ~ resource "aws_lambda_invocation" "app_users_shop" {
        id              = "1"
      ~ input           = jsonencode(
          ~ {
              ~ host          = "localhost" -> "127.0.0.1"
            }
        )
      ~ result          = jsonencode(
            {
              - user      = "shop"
            }
        ) -> (known after apply)
      + triggers        = {
          + "a" = "b"
        }
        # (4 unchanged attributes hidden)
    }

  # aws_lambda_invocation.provision_shop must be replaced
-/+ resource "aws_lambda_invocation" "provision_shop" {
      ~ id              = "1" -> (known after apply)
      ~ input           = jsonencode({}) # forces replacement
    }

  # aws_secretsmanager_secret.secret_new will be created
  + resource "aws_secretsmanager_secret" "secret_new" {
      + arn = (known after apply)
    }

  # aws_secretsmanager_secret_rotation.rotation_jobs will be updated in-place
  ~ resource "aws_secretsmanager_secret_rotation" "rotation_jobs" {
      ~ rotation_rules {
          ~ duration = "2h" -> "3h"
        }
    }

  # aws_key_pair.key_pair will be updated in-place
  # (imported from "local-bastion")
  ~ resource "aws_key_pair" "key_pair" {
      + public_key = "x"
    }

  # aws_sns_topic.old will be destroyed
  # (because aws_sns_topic.old is not in configuration)
  - resource "aws_sns_topic" "old" {
      - arn = "x" -> null
    }

  # aws_sns_topic.asked will be replaced, as requested
-/+ resource "aws_sns_topic" "asked" {
      ~ arn = "x" -> (known after apply)
    }

  # aws_sns_topic.half is tainted, so must be replaced
-/+ resource "aws_sns_topic" "half" {
      ~ arn = "x" -> (known after apply)
    }

Plan: 1 to import, 4 to add, 3 to change, 4 to destroy.

Changes to Outputs:
      ~ tunnel = "a" -> "b"
`;

test("reads what a plan does to resources, with the attributes of updates", () => {
  expect(printedEffect(PRINTED)?.map(effectLine)).toEqual([
    "~ aws_key_pair.key_pair (public_key)",
    "~ aws_lambda_invocation.app_users_shop (input, result, triggers)",
    "-/+ aws_lambda_invocation.provision_shop",
    "~ aws_secretsmanager_secret_rotation.rotation_jobs (rotation_rules)",
    "+ aws_secretsmanager_secret.secret_new",
    "-/+ aws_sns_topic.asked",
    "-/+ aws_sns_topic.half",
    "- aws_sns_topic.old",
  ]);
});

test("reads nothing where its count is not the plan's own, so that the plan is read otherwise", () => {
  expect(printedEffect(PRINTED.replace("3 to change", "4 to change"))).toBeUndefined();
  expect(printedEffect(PRINTED.replace("old will be destroyed", "old is going to be destroyed"))).toBeUndefined();
  expect(printedEffect("No changes. Your infrastructure matches the configuration.")).toBeUndefined();
});

test("reads that a plan changes outputs alone", () => {
  const words =
    "You can apply this plan to save these new output values to the Terraform\nstate, without changing any real infrastructure.\n";
  expect(printedEffect(`\nChanges to Outputs:\n  ~ bastion_address = "a" -> "b"\n\n${words}`)).toEqual([]);
});
