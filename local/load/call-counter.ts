/** Counts calls to Secrets Manager by the access key that signed them. */
export interface CallCounter {
  count(accessKeyId: string): void;
  by(accessKeyId: string): number;
}

/** Makes a counter that has seen nothing. */
export function callCounter(): CallCounter {
  const counts = new Map<string, number>();
  return {
    count: (accessKeyId) => void counts.set(accessKeyId, (counts.get(accessKeyId) ?? 0) + 1),
    by: (accessKeyId) => counts.get(accessKeyId) ?? 0,
  };
}
