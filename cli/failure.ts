/** Turns any error into the one sentence a person at the terminal needs. */

/** Names of our own errors whose message already is that sentence. */
const CLEAR = new Set(["CliError", "ConfigError", "EmbeddedPostgresError", "MigrationError"]);

/** PostgreSQL's codes for problems of the connection rather than of a statement. */
const DATABASE: Readonly<Record<string, string>> = {
  "28P01": "The database does not accept the password in its address",
  "28000": "The database does not let this user in",
  "3D000": "The database named in the address does not exist",
  "42501": "The database user may not do this; migrate and seed need the owner of the schema",
  "53100": "The disk of the database is full",
  "53300": "The database has no free connection",
  "57P03": "The database is starting up or shutting down",
};

/** Says in one sentence what went wrong; with BATON_DEBUG=1 the stack follows. */
export function oneSentence(error: unknown): string {
  if (!(error instanceof Error)) return `Something failed: ${String(error)}`;
  const sentence = CLEAR.has(error.name) ? error.message : explained(error);
  return process.env["BATON_DEBUG"] ? `${sentence}\n${error.stack}` : sentence;
}

function explained(error: Error): string {
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === "EADDRINUSE") return portTaken(port);
  if (code === "EACCES" && port) return `This user may not open port ${port}: take one above 1023.`;
  if (code === "ENOSPC") return "The disk is full: free some space and start again.";
  if (code === "ECONNREFUSED")
    return `Nothing answers at ${address ?? "that address"}${port ? `:${port}` : ""}.`;
  if (code === "ENOTFOUND") return `The host in an address cannot be found: ${error.message}.`;
  if (code && DATABASE[code]) return `${DATABASE[code]}: ${error.message}.`;
  if (/^(Syntax|Type|Reference|Range)Error$/.test(error.name))
    return `Baton itself failed: ${error.message} (BATON_DEBUG=1 shows where).`;
  return error.message || error.name;
}

/** The sentence for a port that somebody else listens on. */
export function portTaken(port: number | undefined, variable = "PORT"): string {
  return `Port ${port ?? ""} is taken by another program: stop that one, or set ${variable} to a free port.`;
}
