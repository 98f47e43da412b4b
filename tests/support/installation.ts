/** A whole Baton for browser tests: `baton start` as a person runs it, in a folder of its own, on free ports. */
import { rm } from "node:fs/promises";
import { launchBaton, newFolder } from "#tests/support/baton.ts";

export interface Installation {
  /** Address of Baton. */
  url: string;
  sandboxUrl: string;
  /** Who can sign in; the first is a student, the second an admin. */
  signIns: { email: string; password: string }[];
  /** Folder with `.baton/`. */
  folder: string;
  /** Process of `baton start`. */
  pid: number;
  /** Milliseconds from the command to being ready, as it said itself. */
  ms: number;
  /** Ctrl-C, and waits for the end. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends `baton start` itself without a chance to tidy up. */
  kill(): Promise<void>;
  /** Stops it if it still runs, and removes the folder. */
  remove(): Promise<void>;
}

/** Starts a Baton and resolves once it is ready. Throws with what it said when it does not start. */
export async function startInstallation(
  folder: string = newFolder(),
  env: Record<string, string> = {},
): Promise<Installation> {
  const running = launchBaton(folder, ["start", "--json"], { PORT: "0", ...env });
  const said = JSON.parse(await running.firstLine) as Pick<
    Installation,
    "url" | "sandboxUrl" | "signIns" | "ms"
  >;
  const stop = async () => {
    running.kill("SIGINT");
    return (await running.finished).code;
  };
  return {
    ...said,
    folder,
    pid: running.pid,
    stop,
    kill: async () => {
      running.kill("SIGKILL");
      await running.finished;
    },
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
