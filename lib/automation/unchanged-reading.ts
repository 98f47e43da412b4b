import type { DueEnrollment, KnownStanding } from "#lib/db/sync-leases.ts";
import type { PartnerStanding } from "#lib/domain/partner-standing.ts";
import type { PartnerProgress } from "#lib/partners/base.ts";

/** Says whether an answer tells nothing that is not stored already, so that nothing has to be locked for it. */
export function isUnchanged(known: DueEnrollment, reading: PartnerProgress): boolean {
  if (reading.completed || reading.progress !== known.progress) return false;
  if (reading.certificate && reading.certificate.number !== known.certificateNumber) return false;
  return known.standing === null || isSameStanding(known.standing, reading.standing);
}

function isSameStanding(known: KnownStanding, read: PartnerStanding): boolean {
  return (
    known.kind === read.kind &&
    isSameMoment(known.at, read.at) &&
    known.place === read.place &&
    isSameMoment(known.dueAt, read.dueAt) &&
    known.examAttempts === read.examAttempts &&
    known.minutesDone === (read.seatMinutes?.done ?? null) &&
    known.minutesRequired === (read.seatMinutes?.required ?? null) &&
    known.groupCode === read.groupCode &&
    known.requirementMetOn === (read.requirementMetOn ?? known.requirementMetOn)
  );
}

function isSameMoment(known: string | null, read: string | null): boolean {
  if (known === null || read === null) return known === read;
  return Date.parse(known) === Date.parse(read);
}
