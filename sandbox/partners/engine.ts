/** What every partner has, whatever its spelling: records, sign-on, faults, and news of what happens. */
import { partnerVariable } from "#lib/domain/partner-variable.ts";
import type { SandboxContext } from "#sandbox/part.ts";
import { AnswerBook } from "#sandbox/partners/answers.ts";
import { finishIfReady, stageOf, type Ending, type Progressed } from "#sandbox/partners/course.ts";
import { FaultBook } from "#sandbox/partners/faults.ts";
import type { Certificate, Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import type { Hold, Office } from "#sandbox/partners/specials.ts";
import { PartnerRecords } from "#sandbox/partners/records.ts";
import { createPartnerTables } from "#sandbox/partners/schema.ts";
import { SignOn } from "#sandbox/partners/sign-on.ts";
import { ThingBook } from "#sandbox/partners/things.ts";
import { WebhookSender } from "#sandbox/partners/webhooks.ts";

export class PartnerEngine {
  readonly context: SandboxContext;
  readonly records: PartnerRecords;
  readonly things: ThingBook;
  readonly answers: AnswerBook;
  readonly faults: FaultBook;
  readonly webhooks: WebhookSender;
  readonly signOn: SignOn;

  /** Of `partners` only the way they sign their webhooks is asked. */
  constructor(context: SandboxContext, partners: readonly PlayedPartner[]) {
    createPartnerTables(context.db);
    this.context = context;
    this.records = new PartnerRecords(context.db);
    this.things = new ThingBook(context.db);
    this.answers = new AnswerBook(context.db);
    this.faults = new FaultBook(context.db);
    this.signOn = new SignOn(context);
    this.webhooks = new WebhookSender(
      context.db,
      this.faults,
      (slug) => `${context.appUrl}/api/webhooks/partners/${slug}`,
      (slug) => ({
        scheme: partners.find((partner) => partner.slug === slug)?.webhookScheme ?? "standard",
        secret: this.variable(slug, "WEBHOOK_SECRET").split(",")[0]?.trim() ?? "",
      }),
    );
  }

  /** The value of `<SLUG>_<suffix>`; empty when it is not set. */
  variable(slug: string, suffix: string): string {
    return this.context.env[partnerVariable(slug, suffix)] ?? "";
  }

  /** Keeps an enrollment after a step of its course and sends the news of it. Returns whether anything happened. */
  record(partner: PlayedPartner, { enrollment, events }: Progressed): boolean {
    if (events.length === 0) return false;
    const now = new Date().toISOString();
    this.inTransaction(() => {
      this.records.saveEnrollment(partner.slug, enrollment);
      for (const type of events) {
        const body = partner.event(type, enrollment, now);
        this.webhooks.enqueue(partner.slug, type, enrollment.id, body);
      }
      if (enrollment.status === "completed") this.#finishOthers(partner, enrollment);
    });
    return true;
  }

  /** What the specials of this partner work with, now. */
  office({ slug }: PlayedPartner): Office {
    return { records: this.records, things: this.things.of(slug), now: new Date() };
  }

  /** What holds the student up where they are. */
  holdOf(partner: PlayedPartner, enrollment: Enrollment): Hold | null {
    return partner.specials?.holdAt?.(enrollment, stageOf(enrollment), this.office(partner)) ?? null;
  }

  /** How courses of this partner end. */
  endingOf(partner: PlayedPartner): Ending {
    return {
      newCertificate: () => this.newCertificate(partner),
      isHeldUp: (enrollment) => this.holdOf(partner, enrollment) !== null,
    };
  }

  /** Makes up the certificate an enrollment earns today. */
  newCertificate(partner: PlayedPartner): Certificate {
    const number = partner.newCertificateNumber();
    const root = `${this.context.baseUrl}/${partner.slug}`;
    const { certificateMonths: months } = partner;
    return {
      number,
      issuedOn: dayIn(0),
      expiresOn: months === null ? null : dayIn(months),
      pageUrl: `${root}/certificates/${number}`,
      verifyUrl: `${root}/verify/${number}`,
    };
  }

  #finishOthers(partner: PlayedPartner, completed: Enrollment): void {
    const others = partner.specials?.waitingFor?.(completed, this.office(partner)) ?? [];
    for (const other of others) this.record(partner, finishIfReady(other, this.endingOf(partner)));
  }

  inTransaction<T>(work: () => T): T {
    const { db } = this.context;
    if (db.isTransaction) return work();
    db.exec("begin immediate");
    try {
      const result = work();
      db.exec("commit");
      return result;
    } catch (error) {
      db.exec("rollback");
      throw error;
    }
  }
}

/** Today, or as many months later, as `YYYY-MM-DD`. */
function dayIn(months: number): string {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}
