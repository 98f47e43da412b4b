/** Idempotency: the first answer to a key is given again. */
import type { DatabaseSync } from "node:sqlite";

/** An answer as it went out. */
export interface Answer {
  status: number;
  body: unknown;
}

export class AnswerBook {
  readonly #find;
  readonly #keep;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(
      "select request, answer from partner_answers where partner = ? and operation = ? and key = ?",
    );
    this.#keep = db.prepare("insert into partner_answers values (?, ?, ?, ?, ?)");
  }

  /** The first answer to this key; null when there is none, "other_request" when it was used for something else. */
  find(partner: string, operation: string, key: string, request: string): Answer | "other_request" | null {
    const row = this.#find.get(partner, operation, key) as { request: string; answer: string } | undefined;
    if (!row) return null;
    return row.request === request ? (JSON.parse(row.answer) as Answer) : "other_request";
  }

  keep(partner: string, operation: string, key: string, request: string, answer: Answer): void {
    this.#keep.run(partner, operation, key, request, JSON.stringify(answer));
  }
}
