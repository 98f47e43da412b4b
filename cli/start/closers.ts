/** What has to be undone at the end, in the reverse of the order in which it was done. */
export class Closers {
  readonly #closers: (() => Promise<void>)[] = [];

  /** Remembers how to undo something that now exists. */
  add(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  /** Undoes everything; one that fails does not keep the others. Throws the first failure at the end. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.splice(0).toReversed())
      await close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
