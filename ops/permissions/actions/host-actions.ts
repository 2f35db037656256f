import type { TypeActions } from "./type-actions";

/** The jump host and the ways to it. */
export const HOST_ACTIONS: Readonly<Record<string, TypeActions>> = {
  aws_instance: {
    read: [
      "ec2:DescribeImages",
      "ec2:DescribeInstanceAttribute",
      "ec2:DescribeInstanceCreditSpecifications",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeInstances",
      "ec2:DescribeTags",
      "ec2:DescribeVolumes",
      "ec2:DescribeVpcs",
    ],
    write: [
      "ec2:RunInstances",
      "ec2:MonitorInstances",
      "ec2:UnmonitorInstances",
      "ec2:ModifyInstanceAttribute",
      "ec2:ModifyInstanceMetadataOptions",
      "ec2:StartInstances",
      "ec2:StopInstances",
    ],
    remove: ["ec2:ModifyInstanceAttribute", "ec2:TerminateInstances"],
  },
  aws_key_pair: {
    read: ["ec2:DescribeKeyPairs"],
    write: ["ec2:ImportKeyPair"],
    remove: ["ec2:DeleteKeyPair"],
  },
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-ec2-instance-connect-endpoint.html
  aws_ec2_instance_connect_endpoint: {
    read: ["ec2:DescribeInstanceConnectEndpoints"],
    write: ["ec2:CreateInstanceConnectEndpoint", "ec2:CreateNetworkInterface"],
    remove: ["ec2:DeleteInstanceConnectEndpoint"],
  },
  aws_ssm_document: {
    read: ["ssm:DescribeDocument", "ssm:GetDocument", "ssm:DescribeDocumentPermission"],
    write: [
      "ssm:CreateDocument",
      "ssm:UpdateDocument",
      "ssm:UpdateDocumentDefaultVersion",
      "ssm:AddTagsToResource",
      "ssm:RemoveTagsFromResource",
    ],
    remove: ["ssm:DeleteDocument"],
  },
  "data.aws_ssm_parameter": { read: ["ssm:GetParameter"] },
};
