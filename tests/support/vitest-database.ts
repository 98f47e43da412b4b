/** Vitest global setup: the test server is up while any test file runs. */
import { prepareTestServer, refuseTestDatabases } from "#tests/support/database.ts";

/**
 * Prepares the server and returns what to do at the end. Where that fails, only the files that ask for a
 * database fail, each with the reason.
 */
export default async function setup(): Promise<() => Promise<void>> {
  try {
    const server = await prepareTestServer();
    return server.release;
  } catch (error) {
    refuseTestDatabases((error as Error).message);
    return async () => undefined;
  }
}
