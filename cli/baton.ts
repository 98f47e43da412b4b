/** The `baton` command: finds the file of the named command, reads its options, runs it, answers with an exit code. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { EXIT, helpFor, readOptions, row, UsageError } from "#cli/command.ts";
import type { Command } from "#cli/command.ts";
import { oneSentence } from "#cli/failure.ts";
import { openTerminal } from "#cli/terminal.ts";

/** Every file here is a command of that name. */
const COMMANDS = path.join(import.meta.dirname, "commands");

const [name, ...words] = process.argv.slice(2);
const terminal = openTerminal(words.includes("--json"));
try {
  if (existsSync(".env")) process.loadEnvFile(".env");
  process.exitCode = await run(name, words);
} catch (error) {
  terminal.fail(
    error instanceof UsageError ? `${error.message} (see baton ${name ?? ""} --help)` : oneSentence(error),
  );
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

async function run(wanted: string | undefined, given: string[]): Promise<number> {
  if (wanted === undefined || wanted === "--help" || wanted === "-h" || wanted === "help") {
    process.stdout.write(`${await overview()}\n`);
    return wanted === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = await find(wanted);
  const values = readOptions(command, given);
  if (values["help"]) {
    process.stdout.write(`${helpFor(wanted, command)}\n`);
    return EXIT.ok;
  }
  return command.run(values, terminal);
}

function names(): string[] {
  return readdirSync(COMMANDS)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.ts$/, ""))
    .toSorted();
}

async function find(wanted: string): Promise<Command> {
  if (!names().includes(wanted))
    throw new UsageError(`There is no command "${wanted}": there are ${names().join(", ")}`);
  const found = (await import(pathToFileURL(path.join(COMMANDS, `${wanted}.ts`)).href)) as {
    command: Command;
  };
  return found.command;
}

async function overview(): Promise<string> {
  const commands = await Promise.all(names().map(async (each) => row(each, (await find(each)).summary)));
  return [
    "Usage: baton COMMAND [options]",
    "",
    ...commands,
    "",
    "baton COMMAND --help says more. Exit codes: 0 done, 1 failed, 2 wrong usage.",
  ].join("\n");
}
