/** What only Certiport has: exams on vouchers, another exam on another voucher, practice tests beforehand. */
import { html } from "#sandbox/html.ts";
import * as vouchers from "#sandbox/partners/certiport/vouchers.ts";
import { type OwnAnswer, required } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { Office, Specials } from "#sandbox/partners/specials.ts";

/** Share of the practice tests done, 0-100. */
export function practicePercent({ progress, lessons, lessonsDone }: Enrollment): number {
  return Math.max(progress, Math.floor((100 * lessonsDone) / lessons.length));
}

export const certiportSpecials: Specials = {
  perform(operation, office) {
    const { name, input } = operation;
    switch (name) {
      case "reserve":
        return vouchers.reserve(input, office);
      case "reserved":
        return vouchers.listReserved(input, office);
      case "release":
        return vouchers.release(required(input, "voucherId"), office);
      default:
        return openRetake(input, office);
    }
  },
  begin(registration, input, office) {
    if (input["voucherId"] === undefined) {
      return input["product"] === "EXAM" ? vouchers.refusal(409, "VOUCHER_REQUIRED") : registration;
    }
    const used = vouchers.consume(required(input, "voucherId"), registration, office);
    return "kind" in used ? used : { ...registration, special: { voucher: used } };
  },
  end: vouchers.endVouchers,
  holdAt(registration, stage, { now }) {
    if (stage === "done" || stage === "canceled") return null;
    const voucher = vouchers.voucherInUse(registration, now);
    if (voucher?.status === "EXPIRED") {
      const text = `Your exam voucher was valid through ${voucher.expiresOn}. Your school arranges a new one.`;
      return { title: "Your voucher has run out", text, isForOffice: true };
    }
    if (!voucher || registration.exam !== "failed") return null;
    const text = "Another try needs another voucher. Your school arranges it.";
    return { title: "You did not pass the exam", text, isForOffice: true };
  },
  acts: [
    {
      name: "expire-voucher",
      label: "Let the voucher run out",
      by: "office",
      isOpen: (registration, { now }) =>
        registration.status === "enrolled" && vouchers.voucherInUse(registration, now)?.status === "ACTIVE",
      perform: (registration, _input, office) => ({
        enrollment: vouchers.runOut(registration, office),
        events: ["voucher.expired"],
      }),
    },
  ],
  panel(registration, { now }) {
    const voucher = vouchers.voucherInUse(registration, now);
    const words = { ACTIVE: "ready for your exam", USED: "used", EXPIRED: "run out" } as const;
    return html`<dl class="facts">
      <dt>Practice tests</dt>
      <dd>${practicePercent(registration)} % done</dd>
      <dt>Exams taken</dt>
      <dd>${registration.examAttempts}</dd>
      <dt>Exam voucher</dt>
      <dd>
        ${
          voucher
            ? `${words[voucher.status]}, valid through ${voucher.expiresOn} (Central time)`
            : "included in this course"
        }
      </dd>
    </dl>`;
  },
  counts: vouchers.countVouchers,
  countDoubles: (office) => vouchers.countVouchers(office).duplicateVouchers,
  desk: vouchers.answerDesk,
};

/** Opens another exam on another voucher, after a failed one or one that was never taken in time. */
function openRetake(input: Readonly<Record<string, unknown>>, office: Office): OwnAnswer {
  const registration = office.records.findEnrollment("certiport", required(input, "registrationId"));
  if (!registration) return vouchers.refusal(404, "NOT_FOUND");
  const voucherId = required(input, "voucherId");
  const inUse = vouchers.voucherInUse(registration, office.now);
  if (inUse?.voucherId === Number(voucherId)) return retakeAnswer(registration, 200, office);
  if (registration.status !== "enrolled") return vouchers.refusal(409, "EXAM_PASSED");
  const isNeeded = registration.exam === "failed" || inUse?.status === "EXPIRED";
  if (!isNeeded) return vouchers.refusal(409, "RETAKE_NOT_NEEDED");
  const used = vouchers.consume(voucherId, registration, office);
  if ("kind" in used) return used;
  const reopened: Enrollment = { ...registration, exam: "open", special: { voucher: used } };
  office.records.saveEnrollment("certiport", reopened);
  return retakeAnswer(reopened, 201, office);
}

function retakeAnswer(registration: Enrollment, status: number, { now }: Office): OwnAnswer {
  const body = { registrationId: Number(registration.id), voucher: vouchers.voucherInUse(registration, now) };
  return { kind: "answered", status, body };
}
