/** Faults on demand: what goes wrong at a partner, and how often. Kept in SQLite, so that they outlive a restart. */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { HOSTILE_ANSWERS } from "#sandbox/partners/hostility.ts";

const share = z.number().min(0).max(1);
const rate = share.default(0);

/** Rates are 0-1 per request or event. */
export const faultsSchema = z.strictObject({
  /** 5xx before anything is done. */
  errorRate: rate,
  /** 429 with `Retry-After` before anything is done. */
  rateLimitRate: rate,
  /** What `Retry-After` asks for, and how it is written; a date has whole seconds and is rounded up. */
  retryAfterSeconds: z.number().int().min(0).max(86_400).default(1),
  retryAfterAs: z.enum(["seconds", "date"]).default("seconds"),
  /** The connection breaks before anything is done. */
  resetBeforeRate: rate,
  /** Each answer takes this much longer. */
  slowMs: z.number().int().min(0).max(120_000).default(0),
  /** The work is done, then no answer for 35 s. */
  timeoutAfterSuccessRate: rate,
  /** The work is done, then the connection breaks. */
  resetAfterSuccessRate: rate,
  /** An enrollment is confirmed but not made. */
  successWithoutEffectRate: rate,
  /** The work is done, then the answer is half a JSON text. */
  malformedRate: rate,
  /** The work is done, then this comes instead of the answer (see hostility.ts); null for the right one. */
  hostileAnswer: z.enum(HOSTILE_ANSWERS).nullable().default(null),
  /** How often, once a hostile answer is chosen. */
  hostileRate: share.default(1),
  /** Launches lead here, whatever it is; null for the course. */
  launchAddress: z.string().max(5000).nullable().default(null),
  /** Nothing works at all: true, or until a moment (ISO 8601). */
  down: z.union([z.boolean(), z.iso.datetime({ offset: true })]).default(false),
  /** The rates above end after so many faults; null means never. */
  remaining: z.number().int().min(0).nullable().default(null),
  /** Webhooks sent twice with the same id. */
  duplicateRate: rate,
  /** Webhooks leave this much later. */
  lateSeconds: z
    .number()
    .min(0)
    .max(3 * 24 * 3600)
    .default(0),
  /** Webhooks leave after a random pause of up to 3 s, so that they overtake one another. */
  outOfOrder: z.boolean().default(false),
  /** Webhooks that are never sent. */
  dropWebhookRate: rate,
});

export type Faults = z.output<typeof faultsSchema>;
export type FaultRate =
  | "errorRate"
  | "rateLimitRate"
  | "timeoutAfterSuccessRate"
  | "resetAfterSuccessRate"
  | "successWithoutEffectRate"
  | "malformedRate"
  | "resetBeforeRate"
  | "hostileRate";

export const NO_FAULTS: Faults = faultsSchema.parse({});

/** The faults of all partners. */
export class FaultBook {
  readonly #faults = new Map<string, Faults>();
  readonly #save;

  constructor(db: DatabaseSync) {
    this.#save = db.prepare(
      "insert into partner_faults values (?, ?) on conflict (partner) do update set faults = excluded.faults",
    );
    const rows = db.prepare("select partner, faults from partner_faults").all();
    for (const { partner, faults } of rows as unknown as { partner: string; faults: string }[]) {
      const known = faultsSchema.safeParse(JSON.parse(faults));
      if (known.success) this.#faults.set(partner, known.data);
    }
  }

  of(partner: string): Faults {
    return this.#faults.get(partner) ?? NO_FAULTS;
  }

  /** Replaces the faults of one partner. */
  set(partner: string, faults: Faults): void {
    this.#faults.set(partner, faults);
    this.#save.run(partner, JSON.stringify(faults));
  }

  isDown(partner: string): boolean {
    const { down } = this.of(partner);
    return typeof down === "string" ? Date.now() < Date.parse(down) : down;
  }

  /** Throws the dice for one request; a hit counts against `remaining`. */
  strikes(partner: string, kind: FaultRate): boolean {
    const faults = this.of(partner);
    if (faults.remaining === 0 || Math.random() >= faults[kind]) return false;
    if (faults.remaining !== null) this.set(partner, { ...faults, remaining: faults.remaining - 1 });
    return true;
  }
}
