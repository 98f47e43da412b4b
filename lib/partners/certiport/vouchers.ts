/** Certiport's exam vouchers: put aside under our reference, given back, used for another exam. Codes never reach us. */
import type { z } from "zod";
import {
  PartnerAPIError,
  type PartnerCourseRef,
  type ReservedVoucher,
  type VoucherRef,
} from "#lib/partners/base.ts";
import { release, retake, voucher, vouchers } from "#lib/partners/certiport/wire.ts";
import { findOrCreate } from "#lib/partners/find-or-create.ts";
import type { PartnerHttpClient } from "#lib/partners/http-client.ts";

/** What is asked for. */
export interface VoucherWish {
  orgId: string;
  course: PartnerCourseRef;
  reference: string;
  key: string;
}

/** Finds the live voucher under our reference, else reserves one. A second call finds the first one's. */
export async function reserveVoucher(http: PartnerHttpClient, wish: VoucherWish): Promise<ReservedVoucher> {
  const { orgId, reference: reservationRef, key } = wish;
  const examCode = wish.course.externalCourseCode;
  const isOurs = (found: z.output<typeof voucher>) =>
    found.reservationRef === reservationRef && found.examCode === examCode;
  const call = { operation: "reserveVoucher", path: ["api", "vouchers"] };
  let earlier = 0;
  const find = async () => {
    const query = { orgId, reservationRef };
    const isAbout = (list: z.output<typeof vouchers>) => list.every(isOurs);
    const found = await http.send({ ...call, method: "GET", query, answer: vouchers, isAbout });
    earlier = found.length;
    return found.find(({ status }) => status === "RESERVED" || status === "CONSUMED") ?? null;
  };
  const found = await findOrCreate(find, () => {
    const body = { orgId, examCode, reservationRef };
    // After one that was given back or ran out, the same key would only bring that one again.
    const fresh = earlier === 0 ? key : `${key}:${earlier}`;
    return http.send({ ...call, method: "POST", key: fresh, body, answer: voucher, isAbout: isOurs });
  });
  return { externalVoucherId: found.voucherId, expiresAt: found.expiresOn };
}

/** Gives a reserved voucher back; one that is back or has run out stays so. */
export async function releaseVoucher(
  http: PartnerHttpClient,
  externalVoucherId: string,
  key: string,
): Promise<void> {
  await http.send({
    operation: "releaseVoucher",
    method: "DELETE",
    path: ["api", "vouchers", externalVoucherId],
    key,
    answer: release,
    isAbout: ({ voucherId }) => voucherId === externalVoucherId,
  });
}

/** Opens another exam on a reserved voucher; the same voucher twice opens one. */
export async function openRetake(
  http: PartnerHttpClient,
  externalEnrollmentId: string,
  given: VoucherRef,
  key: string,
): Promise<void> {
  const voucherId = reservedId("openRetake", given);
  await http.send({
    operation: "openRetake",
    method: "POST",
    path: ["api", "registrations", externalEnrollmentId, "retakes"],
    key,
    body: { voucherId },
    answer: retake,
    isAbout: (found) =>
      found.registrationId === externalEnrollmentId && found.voucher.voucherId === voucherId,
  });
}

/** The id of a reserved voucher. Throws PartnerAPIError `misconfigured` for a code of ours, which means nothing there. */
export function reservedId(operation: string, given: VoucherRef): string {
  if (given.kind === "reserved") return given.externalVoucherId;
  const message = "the partner takes reserved vouchers only";
  throw new PartnerAPIError("misconfigured", { partner: "certiport", operation, message });
}
