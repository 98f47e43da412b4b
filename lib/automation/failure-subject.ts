/** How open failures name what they are about: `<kind>:<id>`, so that whoever succeeds can close them. */

/**
 * `step`: enrolling at a partner. `provider`: a step whose provider is switched off. `retake`, `deadline` and `record`:
 * a partner enrollment. `companions`: the required courses of a step. `voucher`: one to be given back. `switch`: a step that is to
 * move to another partner, `refund`: what that gives back.
 * `deletion`: a request to be forgotten.
 * `seat`: a paid seat without a date.
 */
export type SubjectKind =
  | "step"
  | "provider"
  | "retake"
  | "deadline"
  | "record"
  | "companions"
  | "voucher"
  | "switch"
  | "refund"
  | "seat"
  | "order"
  | "certificate"
  | "checkout"
  | "event"
  | "mail"
  | "deletion"
  | "job";

/** Writes the subject of a failure. */
export function failureAbout(kind: SubjectKind, id: string): string {
  return `${kind}:${id}`;
}

/** Takes a subject apart; an unknown kind is given back as it is written. */
export function readSubject(subject: string): { kind: string; id: string } {
  const colon = subject.indexOf(":");
  return { kind: subject.slice(0, colon), id: subject.slice(colon + 1) };
}
