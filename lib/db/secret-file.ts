/** Secrets that Baton makes for itself and keeps beside its data. */
import fs from "node:fs";
import path from "node:path";

/**
 * Reads the text kept in `file`, making it with `make` the first time (mode 0600, folder 0700). Of several
 * processes at the same time one text wins and all of them read it whole.
 */
export function keepSecret(file: string, make: () => string): string {
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, `${make()}\n`, { mode: 0o600 });
    publish(draft, file);
  }
  return fs.readFileSync(file, "utf8").trim();
}

/** A link fails when the name is taken, where a rename would replace the text another process already uses. */
function publish(draft: string, file: string): void {
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") fs.copyFileSync(draft, file);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}
