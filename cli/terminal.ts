/** What a command shows. Results go to standard output, everything on the way there to standard error. */
import process from "node:process";

export interface Terminal {
  readonly json: boolean;
  /** One line on the way; silent under --json. */
  say(line: string): void;
  /** Runs `work` under a title and shows how long it took. `work` may return a few words about what it did. */
  step<T>(title: string, work: () => Promise<T>, outcome?: (value: T) => string): Promise<T>;
  /** The result: `lines` for people, `value` as one line under --json. */
  result(value: unknown, lines: readonly string[]): void;
  /** Why it did not work; under --json as `{"error": …}` on standard output. */
  fail(message: string): void;
}

/** Makes the terminal of one run. */
export function openTerminal(json: boolean): Terminal {
  const say = (line: string) => {
    if (!json) process.stderr.write(`${line}\n`);
  };
  return {
    json,
    say,
    step: async (title, work, outcome) => {
      const startedAt = performance.now();
      const value = await work();
      const words = outcome?.(value) ?? "";
      say(`  ${seconds(startedAt).padStart(7)}  ${title}${words ? `: ${words}` : ""}`);
      return value;
    },
    result: (value, lines) =>
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join("")),
    fail: (message) => {
      if (json) process.stdout.write(`${JSON.stringify({ error: message })}\n`);
      else process.stderr.write(`${message}\n`);
    },
  };
}

/** Seconds since a `performance.now()` as people read them: "1.2 s". */
export function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
