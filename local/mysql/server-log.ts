/** What mysqld's own log says about its start. */
export type StartState = "starting" | "ready" | "port-taken";

/** Reads the state from the log that mysqld has written so far. */
export function startStateOf(log: string): StartState {
  if (/ready for connections[\s\S]*?port: [1-9]/.test(log)) return "ready";
  if (/Bind on TCP\/IP port|another mysqld server running on port/.test(log)) return "port-taken";
  return "starting";
}

/** The log's error lines, else its last lines, as one line for a message. */
export function complaintsOf(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => line.includes("[ERROR]"));
  return (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3))
    .map((line) => line.replace(/^\S+Z \d+ /, "").trim())
    .join(" | ");
}
