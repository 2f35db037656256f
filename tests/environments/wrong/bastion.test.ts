import { SAMPLE } from "../../support/sample-environment";
import { mistake, refusesEach } from "../../support/wrong-environment";

const NARROW =
  'an IPv4 block of /16 or narrower without host bits (one address is a.b.c.d/32), or { value: "<wider block>", reason';
const PUBLIC_KEY = "an OpenSSH public key of type ssh-ed25519 or ssh-rsa on one line; what to do: paste the content";
const [, ED25519_BODY = ""] = SAMPLE.bastion.publicKey.split(" ");
/** What Terraform would calculate instead of printing it. */
const TEMPLATE = "because $" + "{file(1)}";

describe("the bastion of an environment file", () => {
  refusesEach([
    mistake("a mode that does not exist", "bastion.mode", "telnet", '"ssh"; what to do: leave the key out'),
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
    mistake("an x86 machine", "bastion.instanceType", "t3.nano", "an arm64 (Graviton) instance type, such as t4g.nano"),
    mistake("an image that is none", "bastion.imageId", "al2023", "the id of an arm64 image, ami-..."),
  ]);
});
