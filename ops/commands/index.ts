import type { OpsCommand } from "../command/command";
import { explain } from "./explain";
import { logs } from "./logs";
import { rotate } from "./rotate";
import { status } from "./status";

/** All commands, in the order of the help: what one needs at 03:00 comes first. */
export const COMMANDS: readonly OpsCommand[] = [status, rotate, logs, explain];
