/** What goes wrong on the way to Baton, on demand. Kept in the account, so that a restart changes nothing. */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

export const faultSchema = z.strictObject({
  /** Share 0-1 of events that arrive two or three times. */
  duplicate: z.number().min(0).max(1),
  /** Seconds by which every event is late. */
  late: z.number().min(0).max(86_400),
  /** Share 0-1 of events that are overtaken by others. */
  outOfOrder: z.number().min(0).max(1),
  /** Share 0-1 of events that are not sent until somebody asks for them again. */
  drop: z.number().min(0).max(1),
});

export type Faults = z.output<typeof faultSchema>;

const NONE: Faults = { duplicate: 0, late: 0, outOfOrder: 0, drop: 0 };

/** The faults of one account. */
export interface FaultStore {
  /** What is in force; nothing until somebody sets something. */
  read(): Faults;
  /** Sets the named faults for events from now on; the others stay. Returns what is in force. */
  set(faults: { [Name in keyof Faults]?: Faults[Name] | undefined }): Faults;
}

/** Opens the faults over the double's tables. */
export function openFaultStore(db: DatabaseSync): FaultStore {
  const select = db.prepare("select name, value from stripe_faults");
  const upsert = db.prepare("insert or replace into stripe_faults (name, value) values (?, ?)");
  const read = (): Faults => {
    const set = select.all().map((row) => [String(row["name"]), Number(row["value"])]);
    return { ...NONE, ...Object.fromEntries(set) };
  };
  return {
    read,
    set(faults) {
      for (const [name, value] of Object.entries(faults)) if (value !== undefined) upsert.run(name, value);
      return read();
    },
  };
}
