import { callsAndLogins } from "./calls-and-logins";
import { client } from "./client/all";
import { coldStart } from "./cold-start";
import { fleet } from "./fleet";
import { grants } from "./grants";
import { main } from "./main";
import type { Measurement } from "./measurement";
import { memory } from "./memory";
import { operations } from "./operations";
import { packageSize } from "./package-size";
import { status } from "./status";
import { warmRotation } from "./warm-rotation";

/** Every measurement, in the order in which they are made. */
const ALL: readonly Measurement[] = [
  callsAndLogins,
  packageSize,
  coldStart,
  warmRotation,
  memory,
  grants,
  fleet,
  operations,
  ...client,
  status,
];

/** `npm run bench`. See `npm run -s bench -- --help`. */
void main(ALL);
