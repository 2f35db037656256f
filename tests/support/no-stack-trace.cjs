/**
 * Stands in for CDKTF's module of this name: it takes a whole stack trace of every token, of which jest looks up each frame in source maps.
 * That took a quarter of a synthesis, and no test reads them. CDKTF has no setting for it.
 */
exports.captureStackTrace = () => [];
