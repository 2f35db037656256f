/** Time, so that waiting can be tested without waiting. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** The moment until which an invocation may work; a little before Lambda would end it. */
export interface Deadline {
  remainingMs(): number;
}
