import { isAccepted, type KilledRotations, killedRotations } from "./killed-rotation";
import { grantsOf, logIn } from "./rotation-world";

/** Rotations of alternating users whose process is killed, and what must hold after each kill and after each rotation. */
export function killedAlternatingUsers(): Promise<KilledRotations> {
  return killedRotations({
    strategy: "alternating-users",
    /** AWSCURRENT logs in, whatever happened; and if the pending password works, its user has every right. */
    async afterKill(current, pending) {
      if (!(await isAccepted(current))) return ["AWSCURRENT is refused"];
      if (pending === undefined || !(await isAccepted(pending))) return [];
      const [want, have] = [await grantsOf(current.username), await grantsOf(pending.username)];
      return want.join() === have.join() ? [] : [`a usable user without its rights: ${have.join("; ")}`];
    },
    async afterRotation(current, previous) {
      await logIn(current);
      await logIn(previous);
      expect(await grantsOf(current.username)).toEqual(await grantsOf(previous.username));
    },
  });
}

/**
 * Every n-th moment, and each one of those in which the admin is at work: a wrong order of its statements shows between two of
 * them only. How data is cut into pieces differs a little from run to run, so the last of all may not come.
 */
export function everyNth(nth: number, moments: readonly string[]): number[] {
  const adminAtWork = moments.lastIndexOf("setSecret: GetSecretValue after its effect");
  return moments.flatMap((name, index) =>
    (index > adminAtWork && name.startsWith("setSecret")) || index % nth === 0 ? [index + 1] : [],
  );
}
