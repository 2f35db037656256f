/**
 * Invokes the function ten times at once, which work one after the other. How many get their turn within the time that one waits for the
 * others (5 s) depends on the machine: the function's promise is that each one either does its work or says that it could not begin, and that
 * a repetition then finds nothing left to do.
 */
export async function tenAtOnce(invoke: () => Promise<unknown>): Promise<void> {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, invoke));
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refused).toEqual(
    refused.map(() => expect.objectContaining({ code: "rotation_in_progress", effect: "none", needsHuman: false })),
  );
  expect(refused.length).toBeLessThan(10);
  await invoke();
}
