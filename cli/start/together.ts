/** Two works side by side that fail as one. */

/**
 * Runs all `works` at once and resolves with their results. When one fails the others are asked to stop through
 * their signal; the first failure is thrown after all have ended, so that nothing goes on behind the caller's back.
 */
export async function together<T extends readonly unknown[]>(
  signal: AbortSignal,
  works: { [K in keyof T]: (signal: AbortSignal) => Promise<T[K]> },
): Promise<T> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const run = async (work: (signal: AbortSignal) => Promise<unknown>) => {
    try {
      return await work(either);
    } catch (error) {
      failure.abort(error); // only the first one counts
      throw error;
    }
  };
  const results = await Promise.allSettled(works.map(run));
  signal.throwIfAborted();
  failure.signal.throwIfAborted();
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
