import type { TypeActions } from "./type-actions";

const GROUPS = ["ec2:DescribeSecurityGroups"];
const RULES = ["ec2:DescribeSecurityGroupRules"];
/** The provider deletes interfaces that Lambda left behind, before it deletes a group or a subnet. */
const LEFT_BEHIND = ["ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"];

/** The VPC and what is in it. */
export const NETWORK_ACTIONS: Readonly<Record<string, TypeActions>> = {
  aws_vpc: {
    read: [
      "ec2:DescribeVpcs",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeRouteTables",
      ...GROUPS,
    ],
    write: ["ec2:CreateVpc", "ec2:ModifyVpcAttribute"],
    remove: ["ec2:DeleteVpc"],
  },
  aws_subnet: {
    read: ["ec2:DescribeSubnets"],
    write: ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute"],
    remove: ["ec2:DeleteSubnet", ...LEFT_BEHIND],
  },
  aws_internet_gateway: {
    read: ["ec2:DescribeInternetGateways"],
    write: ["ec2:CreateInternetGateway", "ec2:AttachInternetGateway"],
    remove: ["ec2:DetachInternetGateway", "ec2:DeleteInternetGateway"],
  },
  aws_route_table: {
    read: ["ec2:DescribeRouteTables"],
    write: ["ec2:CreateRouteTable"],
    remove: ["ec2:DisassociateRouteTable", "ec2:DeleteRouteTable"],
  },
  aws_route: {
    read: ["ec2:DescribeRouteTables"],
    write: ["ec2:CreateRoute", "ec2:ReplaceRoute"],
    remove: ["ec2:DeleteRoute"],
  },
  aws_route_table_association: {
    read: ["ec2:DescribeRouteTables"],
    write: ["ec2:AssociateRouteTable", "ec2:ReplaceRouteTableAssociation"],
    remove: ["ec2:DisassociateRouteTable"],
  },
  aws_nat_gateway: {
    read: ["ec2:DescribeNatGateways"],
    write: ["ec2:CreateNatGateway"],
    remove: ["ec2:DeleteNatGateway"],
  },
  aws_eip: {
    read: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"],
    write: ["ec2:AllocateAddress", "ec2:AssociateAddress"],
    remove: ["ec2:DisassociateAddress", "ec2:ReleaseAddress"],
  },
  aws_network_acl: {
    read: ["ec2:DescribeNetworkAcls"],
    write: [
      "ec2:CreateNetworkAcl",
      "ec2:CreateNetworkAclEntry",
      "ec2:DeleteNetworkAclEntry",
      "ec2:ReplaceNetworkAclAssociation",
    ],
    remove: ["ec2:ReplaceNetworkAclAssociation", "ec2:DeleteNetworkAcl"],
  },
  aws_security_group: {
    read: [...GROUPS],
    write: ["ec2:CreateSecurityGroup", "ec2:RevokeSecurityGroupEgress"],
    remove: ["ec2:DeleteSecurityGroup", ...LEFT_BEHIND],
  },
  aws_default_security_group: {
    read: [...GROUPS, ...RULES],
    write: ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
  },
  aws_vpc_security_group_egress_rule: {
    read: [...RULES],
    write: ["ec2:AuthorizeSecurityGroupEgress", "ec2:ModifySecurityGroupRules"],
    remove: ["ec2:RevokeSecurityGroupEgress"],
  },
  aws_vpc_security_group_ingress_rule: {
    read: [...RULES],
    write: ["ec2:AuthorizeSecurityGroupIngress", "ec2:ModifySecurityGroupRules"],
    remove: ["ec2:RevokeSecurityGroupIngress"],
  },
  aws_vpc_endpoint: {
    read: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists", "ec2:DescribeNetworkInterfaces"],
    write: ["ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint"],
    remove: ["ec2:DeleteVpcEndpoints"],
  },
  aws_flow_log: {
    read: ["ec2:DescribeFlowLogs"],
    write: ["ec2:CreateFlowLogs"],
    remove: ["ec2:DeleteFlowLogs"],
  },
  "data.aws_vpc": { read: ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeRouteTables"] },
  "data.aws_subnet": { read: ["ec2:DescribeSubnets"] },
  "data.aws_security_group": { read: [...GROUPS] },
  "data.aws_network_interface": { read: ["ec2:DescribeNetworkInterfaces"] },
  "data.aws_network_interfaces": { read: ["ec2:DescribeNetworkInterfaces"] },
  "data.aws_vpc_endpoint": { read: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"] },
  "data.aws_ec2_managed_prefix_list": {
    read: ["ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"],
  },
  "data.aws_servicequotas_service_quota": {
    read: ["servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota"],
  },
};
