/**
 * A prepared statement whose rows are needed as plain text. pg's own query also asks for and reads a description of
 * the columns, keeps types and events: 4 of 10 µs an event in batches of 16 (measured).
 *
 * It is a custom query as pg-cursor is: pg calls the `handle…` methods as the server's messages arrive.
 */
import type pg from "pg";
import { reuse, writeBind, type Value } from "#lib/inbox/bind-message.ts";

/** What pg hands to `submit`; its types know less. */
interface Wire {
  stream: { cork(): void; uncork(): void; write(bytes: Uint8Array): void };
  parsedStatements: Record<string, string>;
  parse(statement: { name: string; text: string }): void;
}

export interface PreparedStatement {
  /** One name, one text: prepared once per connection. */
  name: string;
  text: string;
  values: readonly Value[];
}

/** One row, each column as the server writes it. */
export type TextRow = (string | null)[];

/** Runs a prepared statement and returns its rows, each column as text. Throws what pg throws; then `client` must not be used again. */
export function runPrepared(
  client: pg.PoolClient,
  statement: PreparedStatement,
  answerWithinMs: number,
): Promise<TextRow[]> {
  return new Promise((resolve, reject) => {
    const callback = (error: Error | null, rows: TextRow[]) => (error ? reject(error) : resolve(rows));
    client.query(new PreparedQuery(statement, answerWithinMs, callback) as unknown as pg.Submittable);
  });
}

type Callback = (error: Error | null, rows: TextRow[]) => void;

class PreparedQuery {
  /** Read by pg, which notes that the connection knows the statement. */
  readonly name: string;
  readonly text: string;
  /** Read by pg: an answer that does not come in time is an error. */
  readonly query_timeout: number;
  /** Called by pg as well, when time is up. */
  callback: Callback;
  readonly #values: readonly Value[];
  #sent: Buffer | null = null;
  readonly #rows: TextRow[] = [];

  constructor({ name, text, values }: PreparedStatement, answerWithinMs: number, callback: Callback) {
    this.name = name;
    this.text = text;
    this.query_timeout = answerWithinMs;
    this.callback = callback;
    this.#values = values;
  }

  submit(wire: Wire): null {
    const { stream, parsedStatements } = wire;
    const { buffer, length } = writeBind(this.name, this.#values);
    this.#sent = buffer;
    if (parsedStatements[this.name]) {
      stream.write(buffer.subarray(0, length));
      return null;
    }
    stream.cork(); // one write for both
    try {
      wire.parse({ name: this.name, text: this.text });
      stream.write(buffer.subarray(0, length));
    } finally {
      stream.uncork();
    }
    return null;
  }

  handleDataRow({ fields }: { fields: TextRow }): void {
    this.#rows.push(fields);
  }

  handleReadyForQuery(): void {
    if (this.#sent) reuse(this.#sent); // the server has read it
    this.callback(null, this.#rows);
  }

  handleError(error: Error): void {
    this.callback(error, []);
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}
