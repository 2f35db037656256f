import { TUNNEL_USER, type TunnelEnd } from "../shared/tunnel-programs";
import type { BastionHost } from "./bastion-host";

/** Read before everything else in the folder, and the first word on a setting is the one that counts. */
const DROP_IN = "/etc/ssh/sshd_config.d/01-tunnel-only.conf";

/** Begins each line that tells what became of the first start. */
export const FIRST_START = "bastion first start:";

/**
 * The first-start script of the host; it contains no secret. In the SSH modes it configures the SSH server to forward to the database and
 * nothing else; in the mode ssm it turns the server off. Then the host installs updates. People cannot log in to a shell, so the script
 * reports to the console, which EC2 shows.
 */
export function bastionUserData(mode: BastionHost["mode"], database: TunnelEnd): string {
  return [
    "#!/bin/bash",
    "set -eu",
    ...OUTCOME,
    ...(mode === "ssm" ? WITHOUT_SSH : tunnelOnly(database)),
    ...SWAP,
    ...UPDATES,
    "",
  ].join("\n");
}

/** The last line on the console: that everything is done, or at which step it ended. */
const OUTCOME: readonly string[] = [
  'step="begin"',
  `say() { echo "${FIRST_START} $1" > /dev/console; }`,
  "finish() {",
  "  status=$?",
  '  if [ "$status" -eq 0 ]; then say "complete"; else say "FAILED at the step: $step (exit code $status)"; fi',
  "}",
  "trap finish EXIT",
];

/** The server's settings. https://man.openbsd.org/sshd_config */
export function sshSettings({ host, port }: TunnelEnd): readonly string[] {
  return [
    "PermitRootLogin no",
    `AllowUsers ${TUNNEL_USER}`,
    "AuthenticationMethods publickey",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "MaxAuthTries 3",
    "LoginGraceTime 20",
    "# A tunnel to the database, and nothing else: no shell, no files, no agent, no way back.",
    "AllowTcpForwarding local",
    `PermitOpen ${host}:${port}`,
    "PermitListen none",
    "AllowStreamLocalForwarding no",
    "AllowAgentForwarding no",
    "X11Forwarding no",
    "PermitTunnel no",
    "PermitTTY no",
    "PermitUserRC no",
    "PermitUserEnvironment no",
    "ForceCommand /usr/bin/echo 'This host forwards to the database only: use ssh -N -L.'",
    "# A laptop that was closed is let go after five minutes.",
    "ClientAliveInterval 60",
    "ClientAliveCountMax 5",
  ];
}

function tunnelOnly(database: TunnelEnd): readonly string[] {
  return [
    'step="close the SSH server"',
    `cat > ${DROP_IN} <<'SETTINGS'`,
    ...sshSettings(database),
    "SETTINGS",
    `chmod 600 ${DROP_IN}`,
    "# Settings that the server does not understand must not leave an open one running.",
    "if sshd -t; then systemctl restart sshd; else systemctl disable --now sshd; exit 1; fi",
    "# Session Manager is not the way to this host.",
    "systemctl disable --now amazon-ssm-agent || true",
  ];
}

const WITHOUT_SSH: readonly string[] = [
  'step="switch off the SSH server"',
  "# Session Manager is the way to this host.",
  "systemctl disable --now sshd",
];

/**
 * Amazon Linux 2023 has no swap space, and the kernel ends its package manager on hosts of 512 MB, now and then on larger ones.
 * https://github.com/amazonlinux/amazon-linux-2023/issues/404
 */
const SWAP: readonly string[] = [
  'step="make swap space"',
  "dd if=/dev/zero of=/swapfile bs=1M count=1024 status=none",
  "chmod 600 /swapfile",
  "mkswap /swapfile",
  "swapon /swapfile",
  "echo '/swapfile none swap defaults 0 0' >> /etc/fstab",
];

/** Amazon Linux stays at the release of its image unless it is configured otherwise. */
const UPDATES: readonly string[] = [
  'step="switch on security updates"',
  "# Security updates, every day from now on.",
  "echo latest > /etc/dnf/vars/releasever",
  "for attempt in 1 2 3 4 5; do",
  "  if dnf install -y dnf-automatic; then break; fi",
  '  [ "$attempt" -lt 5 ]',
  "  sleep 30",
  "done",
  "sed -i 's/^upgrade_type *=.*/upgrade_type = security/; s/^apply_updates *=.*/apply_updates = yes/' /etc/dnf/automatic.conf",
  "systemctl enable --now dnf-automatic.timer",
];
