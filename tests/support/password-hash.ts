/**
 * A row of SHOW CREATE USER without the hash of the password. With `print_identified_with_as_hex` the server writes it in
 * hexadecimal, but for about one account in three hundred as a string: where every byte of the salt happens to be printable.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_print_identified_with_as_hex
 * MariaDB writes it behind BY PASSWORD or USING.
 */
export function withoutHash(row: string): string {
  return row
    .replace(/ IDENTIFIED BY PASSWORD '[^']*'/, "")
    .replace(/ USING '[^']*'/g, "")
    .replace(/ AS (?:0x[0-9A-F]+|'(?:\\.|''|[^'\\])*')/s, "");
}
