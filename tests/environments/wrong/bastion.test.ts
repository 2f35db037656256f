import { SAMPLE_PUBLIC_KEY } from "../../support/sample-environment";
import { mistake, refusesEach } from "../../support/wrong-environment";

const NARROW =
  'an IPv4 block of /16 or narrower without host bits (one address is a.b.c.d/32), or { value: "<wider block>", reason';
const PUBLIC_KEY = "an OpenSSH public key of type ssh-ed25519 or ssh-rsa on one line; what to do: paste the content";
const [, ED25519_BODY = ""] = SAMPLE_PUBLIC_KEY.split(" ");
/** What Terraform would calculate instead of printing it. */
const TEMPLATE = "because $" + "{file(1)}";

describe("the bastion of an environment file", () => {
  refusesEach([
    mistake("a mode that does not exist", "bastion.mode", "telnet", 'mode: "ssh", "ssm", "eice" or "none"; what to do'),
    mistake("nobody who may come in", "bastion.allowedCidrs", [], "at least one block", { found: "a list of 0" }),
    mistake("an open door", "bastion.allowedCidrs.0", "0.0.0.0/0", NARROW),
    mistake("a door open by halves", "bastion.allowedCidrs.0", "128.0.0.0/1", NARROW),
    mistake("host bits", "bastion.allowedCidrs.0", "203.0.113.7/24", NARROW),
    mistake(
      "a door open in many small parts",
      "bastion.allowedCidrs",
      ["5.1.0.0/16", "5.2.0.0/16"],
      "blocks that together hold at most 65536 addresses; these hold 131072",
      { found: "a list of 2" },
    ),
    mistake(
      "an open door with an empty reason",
      "bastion.allowedCidrs.0",
      { value: "0.0.0.0/0", reason: "" },
      "one line of 10 to 200 characters",
      { reportedAt: "bastion.allowedCidrs.0.reason", found: '""' },
    ),
    mistake(
      "a reason that is a template",
      "bastion.allowedCidrs.0",
      { value: "0.0.0.0/0", reason: TEMPLATE },
      "one line of 10 to 200 characters without",
      { reportedAt: "bastion.allowedCidrs.0.reason", found: JSON.stringify(TEMPLATE) },
    ),
    mistake(
      "a key of an unknown type",
      "bastion.publicKey",
      "ssh-dss AAAAB3NzaC1kc3MAAACBAPy8oOWkMaBAbLTpV",
      PUBLIC_KEY,
    ),
    mistake("a key whose body is of another type", "bastion.publicKey", `ssh-rsa ${ED25519_BODY}`, PUBLIC_KEY, {
      found: `${JSON.stringify(`ssh-rsa ${ED25519_BODY}`).slice(0, 60)}…`,
    }),
    mistake("a block twice", "bastion.allowedCidrs", ["5.1.0.0/24", "5.1.0.0/24"], "each block once", {
      found: "a list of 2",
    }),
    mistake(
      "a database class",
      "bastion.instanceType",
      "db.t4g.nano",
      "an EC2 instance type for Linux, such as t4g.micro",
    ),
    mistake("a Mac", "bastion.instanceType", "mac2.metal", "an EC2 instance type for Linux, such as t4g.micro (arm64)"),
    mistake(
      "an image that is none",
      "bastion.imageId",
      "al2023",
      "the id of an image for the instance type's processor",
    ),
    mistake("an hour that is none", "bastion.nightlyStop", { at: "24:00" }, "a time of day from 00:00 to 23:59", {
      reportedAt: "bastion.nightlyStop.at",
      found: '"24:00"',
    }),
    mistake(
      "a time zone that is none",
      "bastion.nightlyStop",
      { at: "20:00", timeZone: "Mars/Olympus" },
      "the name of a time",
      {
        reportedAt: "bastion.nightlyStop.timeZone",
        found: '"Mars/Olympus"',
      },
    ),
    mistake(
      "a word",
      "bastion",
      "ssm",
      'an object with mode: "ssh", "ssm", "eice" or "none"; what to do: choose a way',
    ),
  ]);
});

describe("a bastion without an open port", () => {
  refusesEach(
    [
      mistake("a key", "bastion.publicKey", SAMPLE_PUBLIC_KEY, "mode, instanceType, imageId", {
        found: "an unknown key",
      }),
      mistake("addresses", "bastion.allowedCidrs", ["5.1.0.0/24"], "mode, instanceType", { found: "an unknown key" }),
    ],
    { bastion: { mode: "ssm" } },
  );
});

describe("no bastion", () => {
  refusesEach(
    [
      mistake("a machine", "bastion.instanceType", "t4g.nano", "mode; what to do: correct the", {
        found: "an unknown key",
      }),
    ],
    { bastion: { mode: "none" } },
  );
});
