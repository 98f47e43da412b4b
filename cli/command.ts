/** What a command is, and how its words and options are read. */
import { parseArgs } from "node:util";
import type { Terminal } from "#cli/terminal.ts";

/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Something a person did wrong or has to put right; the message is one clear sentence. */
export class CliError extends Error {
  override readonly name = "CliError";
}

/** The words after `baton` make no sense. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface Option {
  type: "string" | "boolean";
  /** What `--help` says: lower case, no full stop. */
  about: string;
  /** How the value is called in `--help`, for example `PORT`. */
  value?: string;
}

export type Options = Readonly<Record<string, Option>>;

/** What was given on the command line; an option that was left out is absent. */
export type GivenValues = Readonly<Record<string, string | boolean>>;

type Values<O extends Options> = { [K in keyof O]?: O[K]["type"] extends "boolean" ? boolean : string };

interface CommandOf<O extends Options, V> {
  /** One line in the list of commands. */
  summary: string;
  /** What it does, what it needs, what a second run does. */
  about: string;
  /** Words that must follow the command's name, by what they mean; none when left out. */
  words?: readonly string[];
  options: O;
  /** Does the work; resolves with the exit code. Throws CliError and the like for one sentence and exit code 1. */
  run(values: V, terminal: Terminal): Promise<number>;
}

export type Command = CommandOf<Options, GivenValues>;

/** Names a command, giving its `run` the types of its own words and options. */
export function defineCommand<const O extends Options, const W extends string = never>(
  command: CommandOf<O, Values<O> & Record<W, string>> & { words?: readonly W[] },
): Command {
  return command as unknown as Command;
}

/** Options that every command has. */
const COMMON: Options = {
  json: { type: "boolean", about: "print the result as one line of JSON" },
  help: { type: "boolean", about: "show this help" },
};

/** Reads the words after the command's name. Throws UsageError naming the wrong one. */
export function readOptions(command: Command, words: readonly string[]): GivenValues {
  const options: Record<string, { type: "string" | "boolean"; short?: string }> = {};
  for (const [name, { type }] of Object.entries({ ...command.options, ...COMMON })) options[name] = { type };
  options["help"] = { type: "boolean", short: "h" };
  const wanted = command.words ?? [];
  const found = parse([...words], options, wanted.length > 0);
  if (found.values["help"]) return found.values;
  const missing = wanted[found.positionals.length];
  if (missing) throw new UsageError(`The ${missing} is missing`);
  const extra = found.positionals[wanted.length];
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'`);
  return {
    ...found.values,
    ...Object.fromEntries(wanted.map((name, index) => [name, found.positionals[index]!])),
  };
}

function parse(
  args: string[],
  options: Record<string, { type: "string" | "boolean"; short?: string }>,
  allowPositionals: boolean,
): { values: Record<string, string | boolean>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals });
    return { values: { ...values } as Record<string, string | boolean>, positionals };
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/\. To specify .*$/s, ""), { cause: error });
  }
}

/** Reads a port given as an option; undefined when it was left out. Throws UsageError. */
export function readPort(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--${name} must be a number between 0 and 65535, not "${text}"`);
}

/** The help page of one command. */
export function helpFor(name: string, command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON });
  const rows = options.map(([option, { value, about }]) =>
    row(`--${option}${value ? ` ${value}` : ""}`, about),
  );
  return [
    `Usage: baton ${[name, ...(command.words ?? []).map((word) => word.toUpperCase())].join(" ")} [options]`,
    "",
    command.about,
    "",
    "Options:",
    ...rows,
    "",
    "Exit codes: 0 done, 1 failed, 2 wrong usage.",
  ].join("\n");
}

/** One aligned row of a help page. */
export function row(left: string, right: string): string {
  return `  ${left.padEnd(20)} ${right}`;
}
