import type { OpsCommand } from "../command/command";
import { connect } from "./connect";
import { destroyCheck } from "./destroy-check";
import { drill } from "./drill";
import { expirePrevious } from "./expire-previous";
import { explain } from "./explain";
import { logs } from "./logs";
import { myIp } from "./my-ip";
import { pause } from "./pause";
import { permissions } from "./permissions";
import { reconcile } from "./reconcile";
import { restoreName } from "./restore-name";
import { resume } from "./resume";
import { rollback } from "./rollback";
import { rotate } from "./rotate";
import { sql } from "./sql";
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
  sql,
  connect,
  expirePrevious,
  pause,
  resume,
  restoreName,
  destroyCheck,
  permissions,
  myIp,
  drill,
];
