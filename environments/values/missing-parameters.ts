import type { Engine } from "./engine-version";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Parameters that are often carried along and that a series has not got. RDS refuses the group with "Could not find parameter".
 * https://dev.mysql.com/doc/refman/8.0/en/added-deprecated-removed.html
 * https://dev.mysql.com/doc/refman/8.4/en/added-deprecated-removed.html
 * https://mariadb.com/kb/en/upgrading-from-mariadb-10-6-to-mariadb-10-11/, and what MariaDB 10.11 says of MySQL's own
 */
const GONE_SINCE_MYSQL_8_0 = words(`
  date_format datetime_format ignore_builtin_innodb innodb_checksums innodb_file_format innodb_file_format_check innodb_file_format_max
  innodb_large_prefix innodb_locks_unsafe_for_binlog innodb_stats_sample_pages innodb_support_xa innodb_undo_logs
  internal_tmp_disk_storage_engine log_builtin_as_identified_by_password log_warnings max_tmp_tables metadata_locks_cache_size
  metadata_locks_hash_instances multi_range_count old_passwords query_cache_limit query_cache_min_res_unit query_cache_size query_cache_type
  query_cache_wlock_invalidate secure_auth sync_frm time_format tx_isolation tx_read_only
`);

const GONE_SINCE_MYSQL_8_4 = words(`
  authentication_fido_rp_id avoid_temporal_upgrade binlog_transaction_dependency_tracking character_set_client_handshake
  default_authentication_plugin expire_logs_days group_replication_ip_whitelist have_openssl have_ssl log_bin_use_v1_row_events
  master_info_repository new old old_style_user_limits relay_log_info_file relay_log_info_repository show_old_temporals
  slave_rows_search_algorithms transaction_write_set_extraction
`);

const NOT_IN_MARIADB = words(`
  activate_all_roles_on_login authentication_policy binlog_transaction_compression binlog_transaction_dependency_tracking
  caching_sha2_password_digest_rounds connection_memory_limit cte_max_recursion_depth default_authentication_plugin enforce_gtid_consistency
  generated_random_password_length global_connection_memory_limit gtid_mode information_schema_stats_expiry innodb_buffer_pool_instances
  innodb_ddl_threads innodb_dedicated_server innodb_doublewrite_files innodb_doublewrite_pages innodb_log_files_in_group
  innodb_page_cleaners innodb_parallel_read_threads innodb_redo_log_capacity innodb_rollback_segments innodb_sync_array_size
  log_slow_extra log_throttle_queries_not_using_indexes mandatory_roles max_execution_time ngram_token_size partial_revokes
  password_history password_require_current password_reuse_interval print_identified_with_as_hex replica_parallel_workers
  replica_preserve_commit_order replica_skip_errors session_track_gtids sql_generate_invisible_primary_key sql_require_primary_key
  temptable_max_mmap temptable_max_ram windowing_use_high_precision
`);

/** What a series has not got, of which people write parameters; not everything that it lacks. */
const MISSING: readonly { readonly engine: Engine; readonly series: string; readonly names: ReadonlySet<string> }[] = [
  { engine: "mysql", series: "8.0", names: new Set(GONE_SINCE_MYSQL_8_0) },
  { engine: "mysql", series: "8.4", names: new Set([...GONE_SINCE_MYSQL_8_0, ...GONE_SINCE_MYSQL_8_4]) },
  { engine: "mariadb", series: "10.11", names: new Set(NOT_IN_MARIADB) },
  { engine: "mariadb", series: "11.4", names: new Set(NOT_IN_MARIADB) },
];

/** Parameters that the series is known not to have. An unknown series lacks nothing: it is refused elsewhere. */
export function missingParameters(engine: Engine, version: string): ReadonlySet<string> {
  const known = MISSING.find((one) => one.engine === engine && `${version}.`.startsWith(`${one.series}.`));
  return known?.names ?? new Set();
}
