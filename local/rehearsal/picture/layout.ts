/** Sizes in pixels of the picture at its natural width; everything else is computed from these. */
export const LAYOUT = {
  width: 1200,
  margin: 28,
  /** Where the time axis begins and ends; lane names stand left of it. */
  plotLeft: 248,
  plotRight: 1172,
  userLane: 24,
  stepLane: 20,
  clientLane: 20,
  laneGap: 5,
  groupGap: 9,
} as const;

/** The vertical place of one lane. */
export interface Lane {
  readonly top: number;
  readonly height: number;
}

/** Lanes of one secret, from top to bottom: its users, its steps, its clients. */
export interface SecretLanes {
  readonly top: number;
  readonly bottom: number;
  readonly users: ReadonlyMap<string, Lane>;
  readonly steps: Lane;
  readonly clients: ReadonlyMap<string, Lane>;
}

/** Stacks the lanes of a secret from `top` downward. */
export function secretLanes(
  users: readonly string[],
  clients: readonly string[],
  top: number,
  stepHeight: number = LAYOUT.stepLane,
): SecretLanes {
  const usersAt = stack(users, top, LAYOUT.userLane, LAYOUT.laneGap);
  const steps: Lane = { top: usersAt.bottom + LAYOUT.laneGap, height: stepHeight };
  const clientsAt = stack(clients, steps.top + stepHeight + LAYOUT.groupGap, LAYOUT.clientLane, 0);
  return { top, bottom: clientsAt.bottom, users: usersAt.lanes, steps, clients: clientsAt.lanes };
}

function stack(names: readonly string[], top: number, height: number, gap: number) {
  const lanes = new Map(
    names.map((name, index): [string, Lane] => [name, { top: top + index * (height + gap), height }]),
  );
  return { lanes, bottom: top + names.length * (height + gap) - (names.length === 0 ? 0 : gap) };
}

/** The middle of a lane. */
export function middle(lane: Lane): number {
  return lane.top + lane.height / 2;
}
