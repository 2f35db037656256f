import { z } from "zod";
import { allowedCidrsSchema } from "../values/allowed-cidrs";
import { instanceTypeSchema } from "../values/instance-type";
import { publicKeySchema } from "../values/public-key";
import { rule, section, text, yesOrNo } from "../values/rules";
import { nightlyStopSection } from "./nightly-stop-section";

/** What may be chosen for the host itself, whatever the way to it. */
const host = {
  /**
   * An EC2 type, arm64 (Graviton) or x86; the image follows. Types with 512 MB, the nano ones, work: every host gets 1 GiB of swap space for
   * the package manager, which Amazon Linux 2023 is known to run out of memory with. `t4g.micro` costs about 6 USD a month, `t4g.nano` 3.
   */
  instanceType: instanceTypeSchema.default("t4g.micro"),
  /** Pins the image. Without it the newest Amazon Linux 2023 is taken once, when the host is made. */
  imageId: text(
    /^ami-[0-9a-f]{8,17}$/,
    "the id of an image for the instance type's processor, ami-...",
    "copy the id, or leave the key out",
  ).optional(),
  /** `{ at: "20:00", timeZone: "Europe/Berlin" }`: the host is stopped every day at that time. */
  nightlyStop: nightlyStopSection.optional(),
};

const ssh = section({
  /**
   * The way to the database for people. `ssh`: a host with a public address, a key pair, and port 22 from the given addresses only.
   * `ssm`: a host without any inbound rule or public address, reached through Session Manager. `eice`: such a host behind an EC2 Instance
   * Connect Endpoint (a VPC holds one), with keys that live for a minute. `none`: no way.
   */
  mode: z.literal("ssh").optional().default("ssh"),
  /** The public half of the key pair as ssh-keygen writes it, or `{ file: "environments/keys/dev.pub" }`. */
  publicKey: publicKeySchema,
  /** Where people come from. */
  allowedCidrs: allowedCidrsSchema,
  /**
   * An Elastic IP: the address stays when the host is stopped and started. Without it each start gives another one, which the output
   * `bastion_address` shows after the next deployment. Both cost the same while the host runs; an Elastic IP costs it while the host is stopped, too.
   */
  elasticIp: yesOrNo().default(false),
  ...host,
});
const ssm = section({ mode: z.literal("ssm"), ...host });
const eice = section({ mode: z.literal("eice"), ...host });
const none = section({ mode: z.literal("none") });

/** The jump host: the one way for a person to the database. */
export const bastionSection = z.discriminatedUnion("mode", [ssh, ssm, eice, none], {
  error: rule(
    'an object with mode: "ssh", "ssm", "eice" or "none"',
    "choose a way; ssh needs publicKey and allowedCidrs",
  ),
});
