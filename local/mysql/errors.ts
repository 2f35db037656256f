/** What can go wrong between "we need a MySQL" and "here it is". No message holds a password. */
export type LocalMysqlErrorCode =
  | "mysql_not_found"
  | "mysql_url_unusable"
  | "mysql_version_unusable"
  | "mysql_start_failed"
  | "mysql_setup_failed"
  | "command_failed";

export class LocalMysqlError extends Error {
  readonly code: LocalMysqlErrorCode;

  constructor(code: LocalMysqlErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = `LocalMysqlError:${code}`;
    this.code = code;
  }
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
