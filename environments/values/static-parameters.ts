import type { Engine } from "./engine-version";

/**
 * What the servers behind RDS say of their own parameters, as far as an environment file can go wrong with it.
 *
 * Static parameters are those that MySQL 9.7 and MariaDB 10.11 refuse to set while they run (error 1238), asked one by one; a test asks again. RDS
 * refuses such a parameter with the apply method `immediate`, and does not say which one it was:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Refused by both servers while they run. */
const STATIC_OF_BOTH = words(`
  back_log bind_address character_sets_dir ft_max_word_len ft_min_word_len ft_query_expansion_limit ft_stopword_file
  init_file innodb_adaptive_hash_index_parts innodb_autoinc_lock_mode innodb_buffer_pool_chunk_size
  innodb_buffer_pool_load_at_startup innodb_data_file_path innodb_data_home_dir innodb_flush_method
  innodb_force_recovery innodb_ft_max_token_size innodb_ft_min_token_size innodb_ft_sort_pll_degree
  innodb_log_group_home_dir innodb_numa_interleave innodb_open_files innodb_page_size innodb_read_only
  innodb_rollback_on_timeout innodb_sort_buffer_size innodb_temp_data_file_path innodb_undo_directory
  innodb_use_native_aio large_page_size large_pages lc_messages_dir log_bin log_error log_slave_updates
  lower_case_table_names max_digest_length myisam_mmap_size myisam_recover_options open_files_limit port relay_log
  relay_log_space_limit report_host report_password report_port report_user secure_file_priv skip_external_locking
  skip_name_resolve skip_networking skip_show_database slave_load_tmpdir slave_skip_errors table_open_cache_instances
  thread_handling thread_stack tmpdir
`);

/** By MySQL only; the last ones are of 8.0. */
const STATIC_OF_MYSQL = words(`
  admin_address admin_port auto_generate_certs binlog_gtid_simple_recovery
  binlog_rotate_encryption_master_key_at_startup binlog_row_event_max_size
  caching_sha2_password_auto_generate_rsa_keys caching_sha2_password_private_key_path
  caching_sha2_password_public_key_path create_admin_listener_thread disabled_storage_engines
  disconnect_on_expired_password innodb_api_disable_rowlock innodb_api_enable_binlog innodb_api_enable_mdl
  innodb_buffer_pool_instances innodb_dedicated_server innodb_directories innodb_doublewrite_batch_size
  innodb_doublewrite_dir innodb_doublewrite_files innodb_doublewrite_pages innodb_force_load_corrupted
  innodb_ft_cache_size innodb_ft_total_cache_size innodb_page_cleaners innodb_purge_threads innodb_read_io_threads
  innodb_sync_array_size innodb_temp_tablespaces_dir innodb_validate_tablespace_paths innodb_write_io_threads
  log_replica_updates ngram_token_size relay_log_recovery replica_load_tmpdir replica_skip_errors
  sha256_password_auto_generate_rsa_keys sha256_password_private_key_path sha256_password_public_key_path
  skip_replica_start skip_slave_start ssl_fips_mode tls_certificates_enforced_validation
  default_authentication_plugin innodb_log_file_size innodb_log_files_in_group
`);

/** By MariaDB only. */
const STATIC_OF_MARIADB = words(`
  allow_suspicious_udfs aria_block_size aria_force_start_after_recovery_failures aria_log_dir_path
  aria_pagecache_buffer_size aria_pagecache_file_hash_size aria_used_for_temp_tables
  binlog_optimize_thread_scheduling date_format datetime_format debug_no_thread_alarm encrypt_binlog
  encrypt_tmp_files extra_port ignore_builtin_innodb ignore_db_dirs innodb_buffer_pool_filename
  innodb_buffer_pool_size_max innodb_doublewrite innodb_encrypt_log innodb_encrypt_temporary_tables
  innodb_fatal_semaphore_wait_threshold innodb_linux_aio innodb_log_buffer_size innodb_log_file_mmap
  innodb_log_write_ahead_size innodb_undo_tablespaces innodb_use_atomic_writes log_tc_size metadata_locks_cache_size
  metadata_locks_hash_instances myisam_block_size plugin_maturity relay_log_info_file replicate_annotate_row_events
  secure_timestamp skip_grant_tables slave_transaction_retry_errors ssl_ca ssl_capath ssl_cert ssl_cipher ssl_crl
  ssl_crlpath ssl_key time_format tls_version
`);

const STATIC: Readonly<Record<Engine, ReadonlySet<string>>> = {
  mysql: new Set([...STATIC_OF_BOTH, ...STATIC_OF_MYSQL]),
  mariadb: new Set([...STATIC_OF_BOTH, ...STATIC_OF_MARIADB]),
};

/** All of these are static; the instruments themselves are tables and no parameters. */
const STATIC_PREFIX = /^performance_schema(_|$)/;

/** The static parameters that are listed by name. */
export function staticParameters(engine: Engine): readonly string[] {
  return [...STATIC[engine]];
}

/** Whether the server takes a parameter only when it starts. */
export function isStatic(engine: Engine, parameter: string): boolean {
  return STATIC_PREFIX.test(parameter) || STATIC[engine].has(parameter);
}
