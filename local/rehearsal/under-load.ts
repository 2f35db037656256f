import { credentialReader } from "../load/credential-reader";
import { type Fleet, startFleet } from "../load/fleet";
import type { LoginRecord } from "../load/login-record";
import type { RehearsalClock } from "../terminal/clock";
import { pause } from "../terminal/interruption";
import { type LabelHistory, labelHistory } from "./label-history";
import type { RehearsalOptions } from "./options";
import { rotateRepeatedly, type SeenRotation } from "./rotate";
import type { RehearsedSecret } from "./secrets";
import { timetable } from "./timetable";
import type { EmbeddedAws } from "./world";

/** What happened to one secret while its clients logged in. */
export interface SecretUnderLoad {
  readonly secret: RehearsedSecret;
  readonly history: LabelHistory;
  readonly rotations: SeenRotation[];
  readonly logins: LoginRecord[];
}

/** What rotating under load needs. */
export interface UnderLoadOptions {
  readonly options: Pick<RehearsalOptions, "rotations" | "seconds">;
  readonly secrets: readonly RehearsedSecret[];
  readonly aws: EmbeddedAws;
  readonly caPem: string;
  readonly functionArn: string;
  readonly clock: RehearsalClock;
  readonly signal: AbortSignal;
  /** Is shown every password that anybody reads. */
  readonly register: (password: string) => void;
  readonly onProgress: (secrets: readonly SecretUnderLoad[]) => void;
  readonly onRotation: (secret: RehearsedSecret, rotation: SeenRotation) => void;
}

/** How often progress is reported, in milliseconds. */
const PROGRESS_MS = 200;

/** Time for clients to log in after the last rotation. */
const TAIL_MS = 700;

/** Starts the clients, rotates every secret by the timetable, and stops the clients after their last login. */
export async function rotateUnderLoad(under: UnderLoadOptions): Promise<readonly SecretUnderLoad[]> {
  const { secrets, aws, clock, signal } = under;
  const times = timetable(under.options, secrets.length);
  const observer = aws.client("OBSERVER");
  const all = secrets.map((secret): SecretUnderLoad => {
    const read = credentialReader(observer, secret.arn, under.register);
    return { secret, history: labelHistory(observer, secret.arn, read), rotations: [], logins: [] };
  });
  const observations: Promise<void>[] = [];
  const observe = ({ secret, history }: SecretUnderLoad) => history.observe(aws.lastLabelMoveMs(secret.arn));
  const stopListening = aws.server.onRotation((event) => {
    const one = all.find(({ secret }) => secret.arn === event.secretId);
    if (event.kind === "step-ended" && one !== undefined) observations.push(observe(one));
  });
  await Promise.all(all.map(({ history }) => history.observe(0)));
  const ticking = setInterval(() => under.onProgress(all), PROGRESS_MS);
  const fleets = all.map((one) => fleetOf(one, under));
  try {
    await Promise.all(all.map((one, index) => rotateOne(one, index, fleets, times, under)));
    await pause(Math.max(TAIL_MS, times.minDurationMs - clock.nowMs()), signal);
  } finally {
    clearInterval(ticking);
    stopListening();
    await Promise.all(fleets.map((fleet) => fleet.stop()));
  }
  await Promise.all(observations);
  return all;
}

function fleetOf({ secret, logins }: SecretUnderLoad, under: UnderLoadOptions): Fleet {
  return startFleet({
    clock: under.clock,
    read: credentialReader(under.aws.client("CLIENT"), secret.arn, under.register),
    caPem: under.caPem,
    writes: secret.privileges.includes("INSERT"),
    onLogin: (login) => void logins.push(login),
  });
}

async function rotateOne(
  one: SecretUnderLoad,
  secretIndex: number,
  fleets: readonly Fleet[],
  times: ReturnType<typeof timetable>,
  under: UnderLoadOptions,
): Promise<void> {
  const { aws, clock, signal, functionArn, options } = under;
  const fleet = fleets[secretIndex];
  if (fleet === undefined) return;
  await rotateRepeatedly({
    secret: one.secret,
    secretIndex,
    rotations: options.rotations,
    timetable: times,
    functionArn,
    operator: aws.client("OPERATOR"),
    server: aws.server,
    fleet,
    clock,
    signal,
    onRotation: (rotation) => {
      one.rotations.push(rotation);
      under.onRotation(one.secret, rotation);
    },
  });
}
