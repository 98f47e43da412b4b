/** Certiport's vouchers as docs/partners/certiport.md describes them: reserved by reference, used by a registration, given back, run out. */
import { randomInt } from "node:crypto";
import { isKnownCourse } from "#sandbox/partners/course.ts";
import { endOfDay } from "#lib/domain/end-of-day.ts";
import { InvalidCallError, type OwnAnswer, required } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { DeskCall, Office } from "#sandbox/partners/specials.ts";
import type { Thing } from "#sandbox/partners/things.ts";

const VALID_MONTHS = 12;
const DAY_MS = 24 * 3600 * 1000;
const TIME_ZONE = "America/Chicago";
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

interface VoucherState {
  examCode: string;
  code: string;
  /** VOID: used by a registration that was canceled since. */
  status: "RESERVED" | "CONSUMED" | "RELEASED" | "VOID";
  /** `YYYY-MM-DD`, to the end of that day in Chicago. */
  expiresOn: string;
}

type Voucher = Thing<VoucherState>;

/** What a registration keeps of the voucher its exam is, or was last, taken on. */
export interface VoucherUse {
  voucherId: string;
  expiresOn: string;
  /** Vouchers of earlier exams. */
  earlier: readonly string[];
}

/** Puts one aside for a reference, as long as any are left. */
export function reserve(input: Readonly<Record<string, unknown>>, office: Office): OwnAnswer {
  const examCode = required(input, "examCode");
  if (!isKnownCourse(examCode)) return refusal(400, "EXAM_UNKNOWN");
  const left = vouchersLeft(office);
  if (left === 0) return refusal(409, "NO_VOUCHERS_LEFT");
  const voucher: Voucher = {
    id: String(randomInt(1e11, 2 ** 47)),
    reference: required(input, "reservationRef"),
    state: {
      examCode,
      code: `V-${letters(5)}-${letters(5)}-${letters(5)}`,
      status: "RESERVED",
      expiresOn: dayAfter(office.now, VALID_MONTHS),
    },
  };
  office.things.save("voucher", voucher);
  if (left !== null) setVouchersLeft(left - 1, office);
  return { kind: "answered", status: 201, body: voucherBody(voucher, office) };
}

/** Vouchers of one reference, those given back among them. */
export function listReserved(input: Readonly<Record<string, unknown>>, office: Office): OwnAnswer {
  const found = office.things.findByReference<VoucherState>("voucher", required(input, "reservationRef"));
  const items = found.map((voucher) => voucherBody(voucher, office));
  return { kind: "answered", status: 200, body: { items, totalCount: items.length } };
}

/** Takes one back that nobody used; again is no failure. */
export function release(voucherId: string, office: Office): OwnAnswer {
  const voucher = find(voucherId, office);
  if (!voucher) return refusal(404, "NOT_FOUND");
  if (["CONSUMED", "VOID"].includes(voucher.state.status)) return refusal(409, "VOUCHER_CONSUMED");
  const status = isOver(voucher.state.expiresOn, office.now) ? "EXPIRED" : "RELEASED";
  if (voucher.state.status === "RESERVED" && status === "RELEASED") giveBack(voucher, office);
  return { kind: "answered", status: 200, body: { voucherId: Number(voucher.id), status } };
}

/** Uses a reserved voucher up for a registration: gives it its place there, or the refusal when it is not for this one. */
export function consume(voucherId: string, registration: Enrollment, office: Office): VoucherUse | OwnAnswer {
  const voucher = find(voucherId, office);
  const { reference, courseCode } = registration;
  const isForIt =
    voucher?.state.examCode === courseCode &&
    (voucher.reference === reference || voucher.reference.startsWith(`${reference}:`));
  if (!voucher || !isForIt || voucher.state.status === "RELEASED") return refusal(409, "VOUCHER_NOT_YOURS");
  if (voucher.state.status !== "RESERVED") return refusal(409, "VOUCHER_CONSUMED");
  if (isOver(voucher.state.expiresOn, office.now)) return refusal(409, "VOUCHER_EXPIRED");
  mark(voucher, "CONSUMED", office);
  const use = useOf(registration);
  const earlier = use ? [...use.earlier, use.voucherId] : [];
  return { voucherId, expiresOn: voucher.state.expiresOn, earlier };
}

/** What a registration says of its voucher; null when its exam is included. */
export function voucherInUse(registration: Enrollment, now: Date) {
  const use = useOf(registration);
  if (!use) return null;
  const { voucherId, expiresOn } = use;
  const status = registration.exam !== "open" ? "USED" : isOver(expiresOn, now) ? "EXPIRED" : "ACTIVE";
  return { voucherId: Number(voucherId), status, expiresOn } as const;
}

/** Lets the voucher in use run out the day before yesterday. */
export function runOut(registration: Enrollment, { now }: Office): Enrollment {
  const expiresOn = new Date(now.getTime() - 2 * DAY_MS).toISOString().slice(0, 10);
  return { ...registration, special: { voucher: { ...useOf(registration), expiresOn } } };
}

/** Ends the vouchers of a canceled registration: one whose exam was not taken goes back. */
export function endVouchers(registration: Enrollment, office: Office): void {
  const use = useOf(registration);
  if (!use) return;
  for (const voucherId of [...use.earlier, use.voucherId]) {
    const voucher = find(voucherId, office);
    if (voucher) mark(voucher, "VOID", office);
  }
  const last = find(use.voucherId, office);
  if (last && voucherInUse(registration, office.now)?.status === "ACTIVE") giveBack(last, office);
}

/** `GET` and `PUT voucher-stock {left}`: how many can still be reserved; null is without end. */
export function answerDesk({ method, path, input }: DeskCall, office: Office): unknown {
  if (path.join("/") !== "voucher-stock") return null;
  if (method === "PUT") {
    const { left } = input;
    const isCount = left === null || (typeof left === "number" && Number.isInteger(left) && left >= 0);
    if (!isCount) throw new InvalidCallError("left");
    setVouchersLeft(left, office);
  }
  return { left: vouchersLeft(office) };
}

/** What the school used, and what it used too much. */
export function countVouchers(office: Office) {
  const vouchers = office.things.list<VoucherState>("voucher");
  const count = (status: string) => vouchers.filter((voucher) => statusOf(voucher, office) === status).length;
  const live = vouchers.filter((voucher) => ["RESERVED", "CONSUMED"].includes(statusOf(voucher, office)));
  return {
    vouchersReserved: count("RESERVED"),
    vouchersConsumed: count("CONSUMED"),
    vouchersVoid: count("VOID"),
    vouchersReleased: count("RELEASED"),
    vouchersExpired: count("EXPIRED"),
    duplicateVouchers: live.length - new Set(live.map(({ reference }) => reference)).size,
  };
}

/** A refusal in Certiport's own words. */
export function refusal(status: number, errorCode: string): OwnAnswer {
  const body = { errorCode, errorMessage: "The request could not be processed." };
  return { kind: "answered", status, body };
}

function find(voucherId: string, office: Office): Voucher | null {
  return office.things.find<VoucherState>("voucher", voucherId);
}

function useOf({ special }: Enrollment): VoucherUse | null {
  return (special["voucher"] as VoucherUse | undefined) ?? null;
}

function mark(voucher: Voucher, status: VoucherState["status"], { things }: Office): void {
  things.save("voucher", { ...voucher, state: { ...voucher.state, status } });
}

function giveBack(voucher: Voucher, office: Office): void {
  mark(voucher, "RELEASED", office);
  const left = vouchersLeft(office);
  if (left !== null) setVouchersLeft(left + 1, office);
}

/** One that was used stays used, also after its day. */
function statusOf(voucher: Voucher, office: Office): string {
  const { status, expiresOn } = voucher.state;
  return status === "RESERVED" && isOver(expiresOn, office.now) ? "EXPIRED" : status;
}

function isOver(expiresOn: string, now: Date): boolean {
  return now.getTime() > Date.parse(endOfDay(expiresOn, TIME_ZONE));
}

function voucherBody(voucher: Voucher, office: Office) {
  return {
    voucherId: Number(voucher.id),
    reservationRef: voucher.reference,
    examCode: voucher.state.examCode,
    voucherCode: voucher.state.code,
    status: statusOf(voucher, office),
    expiresOn: voucher.state.expiresOn,
  };
}

function vouchersLeft({ things }: Office): number | null {
  return things.find<{ left: number | null }>("stock", "vouchers")?.state.left ?? null;
}

function setVouchersLeft(left: number | null, { things }: Office): void {
  things.save("stock", { id: "vouchers", reference: "", state: { left } });
}

function dayAfter(now: Date, months: number): string {
  const day = new Date(now);
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}

function letters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
