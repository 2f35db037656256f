import { birthMarkFor } from "../../../rotation-fn/adapters/mariadb-create-user";
import { serverFeatures } from "../../../rotation-fn/adapters/server-version";
import type { AccountAttribute, AccountChange } from "../../../rotation-fn/ports/account";
import type { ServerFeatures } from "../../../rotation-fn/ports/server";
import { HOME_KEY, MARK_KEY } from "../../../rotation-fn/strategies/mark";
import { type ChangeOfOne, created, type MemoryAccount, merged, withoutPasswords } from "./memory-account";

/** What differs between the two servers in memory. Where a change takes several statements, the account after each of them. */
export interface MemoryDialect {
  /** Of the version whose behaviour is imitated. */
  readonly server: ServerFeatures;
  created(change: Extract<AccountChange, { kind: "create-account" }>): readonly MemoryAccount[];
  /** Undefined where the server refuses, because the password that is to be replaced is not the first one. */
  changed(account: MemoryAccount, change: ChangeOfOne, isOwn: boolean): readonly MemoryAccount[] | undefined;
}

export const MEMORY_MYSQL: MemoryDialect = {
  server: serverFeatures("8.4.6"),
  created: (change) => [created(change)],
  changed: (account, change) => {
    const { primary, second } = account;
    switch (change.kind) {
      case "set-password":
        return [
          {
            ...account,
            primary: change.password,
            second: change.second === "ended" ? undefined : second,
            locked: change.locked === true,
            plugin: change.plugin ?? account.plugin,
            attribute: merged(account.attribute, change.attribute ?? {}),
          },
        ];
      case "change-password": {
        if (change.replacing !== undefined && change.replacing !== primary) return undefined;
        const next = { ended: undefined, replaced: primary, kept: second }[change.second];
        return [{ ...account, primary: change.password, second: next }];
      }
      case "end-second-password":
        return [{ ...account, second: undefined }];
      case "retire-account":
        return [{ ...account, primary: change.password, second: undefined, locked: true }];
      default:
        return [withoutPasswords(account, change) ?? account];
    }
  },
};

/** Two passwords are two ways to log in, both named in full; a note is a grant of its own: docs/decisions/018 and 019. */
export const MEMORY_MARIADB: MemoryDialect = {
  server: serverFeatures("11.8.9-MariaDB"),
  created: (change) => {
    const { [HOME_KEY]: home, [MARK_KEY]: name } = change.attribute;
    const birthMark = { ...(home === undefined ? {} : { [HOME_KEY]: home }), [MARK_KEY]: name };
    const born: MemoryAccount = { ...created(change), attribute: name === undefined ? {} : birthMark };
    if (name === undefined) return [born, created(change)];
    const demanding = { ...born, clauses: new Map([["REQUIRE", birthMarkFor(change.attribute)] as const]) };
    return [demanding, { ...demanding, attribute: notesIn(change.attribute) }, created(change)];
  },
  changed: (account, change, isOwn) => {
    switch (change.kind) {
      case "merge-attribute":
        return noted(account, change.patch);
      case "set-password": {
        const states = change.attribute === undefined ? [] : noted(account, change.attribute);
        const { locked = false, plugin = "mysql_native_password", password: primary } = change;
        return [...states, { ...(states.at(-1) ?? account), primary, second: undefined, locked, plugin }];
      }
      case "change-password":
        if (isOwn) return [{ ...account, primary: change.password }];
        return [{ ...account, primary: change.password, second: change.retain }];
      case "end-second-password":
        return [{ ...account, primary: change.password, second: undefined }];
      case "retire-account":
        return [{ ...account, primary: change.password, second: undefined, locked: true }];
      default:
        return [withoutPasswords(account, change) ?? account];
    }
  },
};

/** A statement for each key; what is to go is taken away last. */
function noted(account: MemoryAccount, patch: AccountAttribute): readonly MemoryAccount[] {
  const states: MemoryAccount[] = [];
  const removed = Object.entries(patch).filter(([, value]) => value === null);
  for (const [key, value] of [...Object.entries(notesIn(patch)), ...removed]) {
    const before = states.at(-1) ?? account;
    states.push({ ...before, attribute: merged(before.attribute, { [key]: value }) });
  }
  return states.length === 0 ? [account] : states;
}

/** Only texts under keys of ours become notes. */
function notesIn(attribute: AccountAttribute): AccountAttribute {
  return Object.fromEntries(
    Object.entries(attribute).filter(([key, value]) => /^rotated_[a-z_]+$/.test(key) && typeof value === "string"),
  );
}
