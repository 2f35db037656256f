import { terraformOrWhyNot } from "../../local/terraform/terraform-or-why-not";
import { describeWithMoto } from "./moto";
import { skippedWithout } from "./skipped-because";

const { whyNot } = terraformOrWhyNot();

/** `describe` where Terraform and the AWS provider are installed. */
export const describeWithTerraform = skippedWithout(whyNot, describe);

/** `describe` where an environment can be deployed to the gateway: Terraform, the AWS provider and moto. */
export const describeWithDeployment = skippedWithout(whyNot, describeWithMoto);
