import { z } from "zod";
import { allowedCidrsSchema } from "../values/allowed-cidrs";
import { instanceTypeSchema } from "../values/instance-type";
import { publicKeySchema } from "../values/public-key";
import { rule, section, text, yesOrNo } from "../values/rules";
import { nightlyStopSection } from "./nightly-stop-section";

/** Settings of the host itself, for every mode. */
const host = {
  /**
   * An EC2 instance type, arm64 (Graviton) or x86; the image matches it. Nano types with 512 MB work, because every host gets 1 GiB of swap space:
   * the package manager of Amazon Linux 2023 is known to run out of memory without it. `t4g.micro` costs about 6 USD a month, `t4g.nano` 3.
   */
  instanceType: instanceTypeSchema.default("t4g.micro"),
  /** Pins the image. Without the key, the newest Amazon Linux 2023 at the creation of the host. */
  imageId: text(
    /^ami-[0-9a-f]{8,17}$/,
    "the id of an image for the instance type's processor, ami-...",
    "copy the id, or leave the key out",
  ).optional(),
  /** `{ at: "20:00", timeZone: "Europe/Berlin" }`: stops the host every day at that time. */
  nightlyStop: nightlyStopSection.optional(),
};

const ssh = section({
  /**
   * How people reach the database. `ssh`: a host with a public address, a key pair, and port 22 from the given addresses only.
   * `ssm`: a host without inbound rules or a public address, through Session Manager. `eice`: such a host behind an EC2 Instance
   * Connect Endpoint (one per VPC), with keys that are valid for a minute. `none`: no bastion.
   */
  mode: z.literal("ssh").optional().default("ssh"),
  /** The public half of the key pair as ssh-keygen writes it, or `{ file: "environments/keys/dev.pub" }`. */
  publicKey: publicKeySchema,
  /** The addresses that may connect to port 22. */
  allowedCidrs: allowedCidrsSchema,
  /**
   * An Elastic IP: the address stays the same when the host stops and starts. Without it, each start assigns another address, which the output
   * `bastion_address` shows after the next deployment. Both cost the same while the host runs; an Elastic IP also costs while the host is stopped.
   */
  elasticIp: yesOrNo().default(false),
  ...host,
});
const ssm = section({ mode: z.literal("ssm"), ...host });
const eice = section({ mode: z.literal("eice"), ...host });
const none = section({ mode: z.literal("none") });

/** The jump host through which people reach the database. */
export const bastionSection = z.discriminatedUnion("mode", [ssh, ssm, eice, none], {
  error: rule(
    'an object with mode: "ssh", "ssm", "eice" or "none"',
    "choose a way; ssh needs publicKey and allowedCidrs",
  ),
});
