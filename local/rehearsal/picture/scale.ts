/** Maps moments to horizontal positions, linearly; a moment outside is clipped to the edge. */
export interface TimeScale {
  readonly fromMs: number;
  readonly toMs: number;
  readonly left: number;
  readonly right: number;
  x(ms: number): number;
}

/** A scale that shows `fromMs` at `left` and `toMs` at `right`. */
export function timeScale(fromMs: number, toMs: number, left: number, right: number): TimeScale {
  const spanMs = Math.max(1, toMs - fromMs);
  const x = (ms: number) => left + (Math.min(Math.max(ms, fromMs), toMs) - fromMs) * ((right - left) / spanMs);
  return { fromMs, toMs, left, right, x };
}

/** Round moments from `fromMs` to `toMs`, `aboutCount` of them or somewhat fewer: steps of 1, 2 or 5 times a power of ten. */
export function roundMoments(fromMs: number, toMs: number, aboutCount: number): number[] {
  const rough = Math.max(1, (toMs - fromMs) / aboutCount);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10) * magnitude;
  const first = Math.ceil(fromMs / step);
  const last = Math.floor(toMs / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}
