/** Signed webhooks out: at most 32 in flight, again and again until a 2xx, for three days; waiting ones survive a restart. */
import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { FaultBook } from "#sandbox/partners/faults.ts";
import { signatureHeaders, type WebhookScheme } from "#sandbox/partners/sign-webhook.ts";

const IN_FLIGHT = 32;
const ANSWER_TIMEOUT_MS = 15_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 3600 * 1000;
const LONGEST_PAUSE_MS = 60_000;
const OUT_OF_ORDER_MS = 3000;

/** How a partner signs, and with what. */
export interface Signer {
  scheme: WebhookScheme;
  secret: string;
}

interface Delivery {
  id: number;
  partner: string;
  message_id: string;
  body: string;
  attempts: number;
  created_at: number;
}

/** One delivery as the control page shows it. */
export interface DeliveryView {
  event_type: string;
  enrollment_id: string;
  state: "waiting" | "sending" | "delivered" | "dropped" | "given_up";
  attempts: number;
  last_status: number | null;
}

export class WebhookSender {
  readonly #addressOf: (partner: string) => string;
  readonly #signerOf: (partner: string) => Signer;
  readonly #faults: FaultBook;
  readonly #abort = new AbortController();
  readonly #flying = new Set<Promise<void>>();
  readonly #add;
  readonly #due;
  readonly #nextDue;
  readonly #mark;
  readonly #again;
  readonly #latest;
  readonly #resume;
  #timer: NodeJS.Timeout | null = null;
  /** When the timer fires; Infinity while none is set. */
  #wakesAt = Infinity;
  #running = false;

  /** `addressOf` gives a partner's door at Baton, `signerOf` says how it signs. */
  constructor(
    db: DatabaseSync,
    faults: FaultBook,
    addressOf: (partner: string) => string,
    signerOf: (partner: string) => Signer,
  ) {
    this.#faults = faults;
    this.#addressOf = addressOf;
    this.#signerOf = signerOf;
    this.#add = db.prepare(
      `insert into partner_deliveries (partner, message_id, event_type, enrollment_id, body, state, created_at, due_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#due = db.prepare(
      `select id, partner, message_id, body, attempts, created_at from partner_deliveries
       where state = 'waiting' and due_at <= ? order by due_at limit ?`,
    );
    this.#nextDue = db.prepare(
      "select min(due_at) as due_at from partner_deliveries where state = 'waiting'",
    );
    this.#mark = db.prepare("update partner_deliveries set state = ?, last_status = ? where id = ?");
    this.#again = db.prepare(
      `update partner_deliveries set state = 'waiting', attempts = attempts + 1, last_status = ?, due_at = ? where id = ?`,
    );
    this.#latest = db.prepare(
      `select event_type, enrollment_id, state, attempts, last_status from partner_deliveries
       where partner = ? order by id desc limit ?`,
    );
    this.#resume = db.prepare("update partner_deliveries set state = 'waiting' where state = 'sending'");
  }

  /** Keeps one event for delivery, as this partner's faults bend it. */
  enqueue(partner: string, eventType: string, enrollmentId: string, body: unknown): void {
    const faults = this.#faults.of(partner);
    const now = Date.now();
    const messageId = `msg_${randomBytes(15).toString("base64url")}`;
    const late = faults.lateSeconds * 1000 + (faults.outOfOrder ? Math.random() * OUT_OF_ORDER_MS : 0);
    const state = Math.random() < faults.dropWebhookRate ? "dropped" : "waiting";
    const copies = Math.random() < faults.duplicateRate ? 2 : 1;
    const text = JSON.stringify(body);
    for (let copy = 0; copy < copies; copy += 1) {
      const dueAt = Math.round(now + late);
      this.#add.run(partner, messageId, eventType, enrollmentId, text, state, now, dueAt);
    }
    this.#wakeAt(now + late);
  }

  /** The newest deliveries of a partner. */
  latest(partner: string, limit: number): DeliveryView[] {
    return this.#latest.all(partner, limit) as unknown as DeliveryView[];
  }

  /** Starts sending, first what a stop or crash interrupted. */
  start(): void {
    this.#running = true;
    this.#resume.run();
    this.#wakeAt(0);
  }

  /** Stops; what is in flight is broken off and stays waiting. */
  async stop(): Promise<void> {
    this.#running = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#abort.abort();
    await Promise.all(this.#flying);
  }

  #wakeAt(dueAt: number): void {
    if (!this.#running || dueAt >= this.#wakesAt) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#wakesAt = dueAt;
    this.#timer = setTimeout(() => this.#send(), Math.max(0, dueAt - Date.now()));
  }

  #send(): void {
    this.#wakesAt = Infinity;
    if (!this.#running) return;
    const free = IN_FLIGHT - this.#flying.size;
    if (free <= 0) return;
    const due = this.#due.all(Date.now(), free) as unknown as Delivery[];
    for (const delivery of due) {
      this.#mark.run("sending", null, delivery.id);
      const flight = this.#deliver(delivery).finally(() => {
        this.#flying.delete(flight);
        this.#wakeAt(0);
      });
      this.#flying.add(flight);
    }
    if (this.#flying.size < IN_FLIGHT) this.#sleep();
  }

  #sleep(): void {
    const { due_at: dueAt } = this.#nextDue.get() as { due_at: number | null };
    if (dueAt !== null) this.#wakeAt(dueAt);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const status = await this.#post(delivery);
    if (status !== null && status >= 200 && status < 300) {
      this.#mark.run("delivered", status, delivery.id);
    } else if (Date.now() - delivery.created_at > GIVE_UP_AFTER_MS) {
      this.#mark.run("given_up", status, delivery.id);
    } else {
      const pause = Math.min(1000 * 2 ** delivery.attempts, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
      this.#again.run(status, Math.round(Date.now() + pause), delivery.id);
    }
  }

  /** Returns the status, or null when there was none. */
  async #post({ partner, message_id: messageId, body }: Delivery): Promise<number | null> {
    const { scheme, secret } = this.#signerOf(partner);
    try {
      const response = await fetch(this.#addressOf(partner), {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        headers: {
          "content-type": "application/json",
          ...signatureHeaders(scheme, { slug: partner, secret, messageId, at: new Date(), body }),
        },
        body,
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }
}
