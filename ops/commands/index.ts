import type { OpsCommand } from "../command/command";
import { expirePrevious } from "./expire-previous";
import { explain } from "./explain";
import { logs } from "./logs";
import { pause } from "./pause";
import { reconcile } from "./reconcile";
import { resume } from "./resume";
import { rollback } from "./rollback";
import { rotate } from "./rotate";
import { status } from "./status";
import { unstick } from "./unstick";
import { verify } from "./verify";

/** All commands, in the order of the help: what one needs at 03:00 comes first. */
export const COMMANDS: readonly OpsCommand[] = [
  status,
  unstick,
  rotate,
  rollback,
  reconcile,
  verify,
  logs,
  explain,
  expirePrevious,
  pause,
  resume,
];
