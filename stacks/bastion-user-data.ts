import { type BastionHost, TUNNEL_USER, type TunnelEnd } from "./bastion-host";

/** Read before everything else in the folder, and the first word on a setting is the one that counts. */
const DROP_IN = "/etc/ssh/sshd_config.d/01-tunnel-only.conf";

/**
 * What the host does at its first start: a shell script without anything secret in it. Where SSH is the way, its server is made to
 * forward to the database and to do nothing else; where it is not, the server is switched off. After that the host updates itself.
 */
export function bastionUserData(mode: BastionHost["mode"], database: TunnelEnd): string {
  return ["#!/bin/bash", "set -eu", ...(mode === "ssm" ? WITHOUT_SSH : tunnelOnly(database)), ...UPDATES, ""].join(
    "\n",
  );
}

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

const WITHOUT_SSH: readonly string[] = ["# Session Manager is the way to this host.", "systemctl disable --now sshd"];

/** Amazon Linux stays at the release of its image until it is told otherwise. */
const UPDATES: readonly string[] = [
  "# Security updates, every day from now on.",
  "echo latest > /etc/dnf/vars/releasever",
  "dnf install -y dnf-automatic",
  "sed -i 's/^upgrade_type *=.*/upgrade_type = security/; s/^apply_updates *=.*/apply_updates = yes/' /etc/dnf/automatic.conf",
  "systemctl enable --now dnf-automatic.timer",
];
