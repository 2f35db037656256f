/**
 * CDKTF takes a whole stack trace of every token that it makes, by Error.captureStackTrace on a plain object, and jest looks up each of its
 * frames in source maps. That took a quarter of a synthesis. Errors keep their source maps.
 */
const mapped = Error.prepareStackTrace;

Error.prepareStackTrace = (error, frames) => {
  if (error instanceof Error && mapped !== undefined) return mapped(error, frames);
  return [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
};
