import { RotationError } from "../errors";
import type { Account, Grant, GrantScope } from "../ports/account";
import { quotedName } from "./sql-text";
import { type SqlToken, sqlTokens } from "./sql-tokens";

/** What the two servers see differently. */
export interface PrivilegeRules {
  /** Whether a privilege is one of those that carry their own GRANT OPTION. */
  isDynamic(privilege: string): boolean;
  /** What ALL PRIVILEGES means in a scope; undefined where the server prints the list itself. */
  allIn(scope: GrantScope): readonly string[] | undefined;
}

/**
 * Reads the rows of SHOW GRANTS. `ALL PRIVILEGES` is spelt out, so that two accounts can be compared privilege by privilege.
 * Throws `unsupported_account` for a row that it does not understand: a grant that is not understood must not be lost.
 */
export function parseGrants(rows: readonly string[], rules: PrivilegeRules = MYSQL_RULES): Grant[] {
  return rows.flatMap((row) => {
    const reader = new RowReader(row, sqlTokens(row), rules);
    if (reader.takeWord("REVOKE")) return reader.restrictions();
    reader.expectWord("GRANT");
    if (reader.takeWord("PROXY")) return reader.proxy();
    return reader.isRoleRow() ? reader.roles() : reader.privileges();
  });
}

/** What ALL PRIVILEGES means below the global level; at the global level SHOW GRANTS prints the list itself. */
const ALL_ON_TABLE = "SELECT INSERT UPDATE DELETE CREATE DROP REFERENCES INDEX ALTER CREATE_VIEW SHOW_VIEW TRIGGER";
const ALL_ON_DATABASE = `${ALL_ON_TABLE} CREATE_TEMPORARY_TABLES LOCK_TABLES EXECUTE CREATE_ROUTINE ALTER_ROUTINE EVENT`;

const words = (list: string): readonly string[] => list.split(" ").map((name) => name.replaceAll("_", " "));

const MYSQL_RULES: PrivilegeRules = {
  /** Static privileges are of one or several plain words; a dynamic one has an underscore (`ROLE_ADMIN`, `XA_RECOVER_ADMIN`). */
  isDynamic: (privilege) => privilege.includes("_") || privilege === "SYSTEM_USER",
  allIn: (scope) => words(scope.endsWith(".*") ? ALL_ON_DATABASE : ALL_ON_TABLE),
};

class RowReader {
  private at = 0;

  constructor(
    private readonly row: string,
    private readonly tokens: readonly SqlToken[],
    private readonly rules: PrivilegeRules,
  ) {}

  takeWord(text: string): boolean {
    const token = this.tokens[this.at];
    const taken = token?.kind === "word" && token.text.toUpperCase() === text;
    if (taken) this.at++;
    return taken;
  }

  expectWord(text: string): void {
    if (!this.takeWord(text)) throw this.notUnderstood();
  }

  /** `` GRANT `role`@`host` TO … ``: the only rows that begin with a name. */
  isRoleRow(): boolean {
    return this.tokens[this.at]?.kind !== "word";
  }

  roles(): Grant[] {
    const roles = [this.role()];
    while (this.takeMark(",")) roles.push(this.role());
    const adminOption = this.endsWith("ADMIN");
    return roles.map((role) => ({ kind: "role", role, adminOption }));
  }

  proxy(): Grant[] {
    this.expectWord("ON");
    return [{ kind: "proxy", of: this.account(), grantOption: this.endsWith("GRANT") }];
  }

  restrictions(): Grant[] {
    const privileges = this.privilegeList();
    const scope = this.scope();
    return privileges.map(({ privilege }) => ({ kind: "restriction", privilege, scope }));
  }

  privileges(): Grant[] {
    const listed = this.privilegeList();
    const scope = this.scope();
    const grantOption = this.endsWith("GRANT");
    const grants: Grant[] = listed
      .filter(({ privilege }) => privilege !== "USAGE")
      .flatMap(({ privilege, column }) => this.spelt(privilege, scope).map((one) => ({ privilege: one, column })))
      .map(({ privilege, column }) =>
        this.rules.isDynamic(privilege)
          ? { kind: "dynamic", privilege, grantOption }
          : { kind: "privilege", privilege, scope, ...(column === undefined ? {} : { column }) },
      );
    const hasStatic = listed.some(({ privilege }) => !this.rules.isDynamic(privilege));
    return grantOption && hasStatic ? [...grants, { kind: "privilege", privilege: "GRANT OPTION", scope }] : grants;
  }

  /** `SELECT, INSERT (a, b), CREATE VIEW` up to and with the word ON. */
  private privilegeList(): { privilege: string; column: string | undefined }[] {
    const list: { privilege: string; column: string | undefined }[] = [];
    do {
      const words: string[] = [];
      while (this.tokens[this.at]?.kind === "word" && this.tokens[this.at]?.text !== "ON") words.push(this.text());
      if (words.length === 0) throw this.notUnderstood();
      const privilege = words.join(" ").toUpperCase();
      if (this.takeMark("(")) {
        do list.push({ privilege, column: this.name() });
        while (this.takeMark(","));
        if (!this.takeMark(")")) throw this.notUnderstood();
      } else list.push({ privilege, column: undefined });
    } while (this.takeMark(","));
    this.expectWord("ON");
    return list;
  }

  private scope(): GrantScope {
    const routine = this.routineKind();
    const part = (): string => (this.takeMark("*") ? "*" : quotedName(this.name()));
    const database = part();
    if (!this.takeMark(".")) throw this.notUnderstood();
    return `${routine === undefined ? "" : `${routine} `}${database}.${part()}`;
  }

  /** MariaDB has packages of routines beside routines. https://mariadb.com/kb/en/create-package/ */
  private routineKind(): string | undefined {
    const kind = ["PROCEDURE", "FUNCTION", "LIBRARY", "PACKAGE"].find((word) => this.takeWord(word));
    return kind === "PACKAGE" && this.takeWord("BODY") ? "PACKAGE BODY" : kind;
  }

  /** MariaDB's roles have no host part. */
  private role(): Account {
    const user = this.name();
    return { user, host: this.takeMark("@") ? this.name() : "" };
  }

  private account(): Account {
    const user = this.name();
    if (!this.takeMark("@")) throw this.notUnderstood();
    return { user, host: this.name() };
  }

  private name(): string {
    const token = this.tokens[this.at++];
    if (token === undefined || token.kind === "mark") throw this.notUnderstood();
    return token.text;
  }

  private text(): string {
    return this.tokens[this.at++]?.text ?? "";
  }

  private takeMark(text: string): boolean {
    const token = this.tokens[this.at];
    const taken = token?.kind === "mark" && token.text === text;
    if (taken) this.at++;
    return taken;
  }

  /** `WITH GRANT OPTION` or `WITH ADMIN OPTION` stands behind the grantee; on MariaDB an account's limits may follow. */
  private endsWith(word: "GRANT" | "ADMIN"): boolean {
    return this.tokens.slice(this.at).some((_, ahead) => {
      const sequence = this.tokens.slice(this.at + ahead, this.at + ahead + 3);
      return (
        sequence.every(({ kind }) => kind === "word") &&
        sequence.map(({ text }) => text).join(" ") === `WITH ${word} OPTION`
      );
    });
  }

  private spelt(privilege: string, scope: GrantScope): readonly string[] {
    return privilege === "ALL PRIVILEGES" ? (this.rules.allIn(scope) ?? [privilege]) : [privilege];
  }

  private notUnderstood(): RotationError {
    return new RotationError("unsupported_account", {
      problem: "a grant of the account could not be read",
      // MariaDB prints the credential's hash in it.
      found: this.row
        .replace(/ IDENTIFIED .*/s, " …")
        .replace(/\p{Cc}+/gu, " ")
        .slice(0, 300),
      allowed: "the forms of SHOW GRANTS of MySQL 8.0 and MariaDB 10.11 and later",
      remedy: "report the row; nothing was changed",
    });
  }
}
