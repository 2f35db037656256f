/**
 * A row of SHOW CREATE USER without the hash of the password. With `print_identified_with_as_hex` the server writes it in
 * hexadecimal, but for about one account in three hundred as a string: where every byte of the salt happens to be printable.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_print_identified_with_as_hex
 */
export function withoutHash(row: string): string {
  return row.replace(/ AS (?:0x[0-9A-F]+|'(?:\\.|''|[^'\\])*')/s, "");
}
