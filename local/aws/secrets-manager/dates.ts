import { DAY_MS } from "./state";

/** A date on the wire: seconds since the epoch, with milliseconds as the fraction (AWS JSON 1.1). */
export function wireDate(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/** "The resolution of this field is at the date level and does not include the time" (API_SecretVersionsListEntry). */
export function wireDay(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : startOfDay(milliseconds) / 1000;
}

/** 00:00 UTC of the day. */
export function startOfDay(milliseconds: number): number {
  return Math.floor(milliseconds / DAY_MS) * DAY_MS;
}
