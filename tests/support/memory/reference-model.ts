import type { StrategyName } from "../../../rotation-fn/settings";

/** A password by the name of what made it: `version 3`, `by hand 2`. */
export type PasswordName = string;

/** A version of the secret, as far as the model is concerned. */
export interface ModelVersion {
  readonly user: "shop" | "shop_clone";
  readonly password: PasswordName;
}

/** The passwords that open an account: the first one, and perhaps a second. */
type Passwords = readonly [PasswordName, (PasswordName | undefined)?];

/** The rotation as the documentation tells it: one line for what each strategy leaves behind, without steps, statements or errors. */
export class ReferenceModel {
  accounts: Readonly<Record<string, Passwords>> = { shop: ["version 0"] };
  current: ModelVersion = { user: "shop", password: "version 0" };
  previous: ModelVersion | undefined;
  /** Stored by a rotation that has not ended. */
  pending: ModelVersion | undefined;
  /** The users that may delete rows, beside what every deployment grants. */
  mayDelete: readonly string[] = [];
  private backup: Pick<ReferenceModel, "accounts" | "mayDelete"> | undefined;
  private made = 0;

  constructor(
    readonly strategy: StrategyName,
    readonly engine: "mysql" | "mariadb",
  ) {}

  opens({ user, password }: ModelVersion): boolean {
    return this.accounts[user]?.includes(password) === true;
  }

  get isAlive(): boolean {
    return this.opens(this.current);
  }

  /** Whether a rotation can change anything. */
  get canRotate(): boolean {
    if (this.isAlive) return true;
    if (this.pending !== undefined && this.strategy !== "alternating-users" && this.opens(this.pending)) return true;
    const { previous, current } = this;
    return this.strategy === "single-user" && previous?.user === current.user && this.opens(previous);
  }

  /** What createSecret does. */
  begin(): void {
    if (this.pending !== undefined) return;
    const isOther = this.strategy === "alternating-users" && this.current.user === "shop";
    const user = isOther ? "shop_clone" : "shop";
    this.pending = { user, password: `version ${++this.made}` };
  }

  /** What setSecret does. */
  set(): void {
    const { pending, current, previous, accounts } = this;
    if (pending === undefined) return;
    if (this.strategy === "alternating-users") {
      this.accounts = { ...accounts, [current.user]: [current.password], [pending.user]: [pending.password] };
      this.allow(pending.user, this.mayDelete.includes(current.user));
      return;
    }
    const [first, second] = accounts[current.user] ?? [""];
    // The pending password is there already, of an earlier attempt.
    if (first === pending.password) return;
    const kept = this.isAlive || previous === undefined ? current.password : previous.password;
    const isOneOnly = this.strategy === "single-user" && this.engine === "mariadb";
    this.accounts = { ...accounts, [current.user]: [pending.password, isOneOnly ? second : kept] };
  }

  /** What finishSecret does. */
  finish(): void {
    if (this.pending === undefined) return;
    this.previous = this.current;
    this.current = this.pending;
    this.pending = undefined;
  }

  cancel(): void {
    this.pending = undefined;
  }

  rollBack(): void {
    if (this.previous === undefined) return;
    [this.current, this.previous] = [this.previous, this.current];
  }

  /** A person sets the password of a user: it is the only one then. */
  setByHand(user: string): PasswordName {
    const password = `by hand ${++this.made}`;
    this.accounts = { ...this.accounts, [user]: [password] };
    return password;
  }

  /** A person gives a user a second password. */
  plant(user: string): PasswordName {
    const [first = ""] = this.accounts[user] ?? [];
    const password = `by hand ${++this.made}`;
    this.accounts = { ...this.accounts, [user]: [first, password] };
    return password;
  }

  backUp(): void {
    this.backup = { accounts: this.accounts, mayDelete: this.mayDelete };
  }

  get hasBackup(): boolean {
    return this.backup !== undefined;
  }

  restore(): void {
    if (this.backup !== undefined) Object.assign(this, this.backup);
  }

  allow(user: string, isAllowed: boolean): void {
    this.mayDelete = [...this.mayDelete.filter((one) => one !== user), ...(isAllowed ? [user] : [])];
  }

  /** A deployment gives the user in AWSCURRENT its password again, with that of a rotation of the same user beside it. */
  provision(): void {
    this.mayDelete = [];
    const { current, pending, accounts } = this;
    if (this.isAlive) return;
    const isSame = pending?.user === current.user;
    if (isSame && accounts[current.user]?.[0] === pending.password) {
      this.finish();
      return;
    }
    this.accounts = { ...accounts, [current.user]: [current.password, isSame ? pending.password : undefined] };
  }
}
