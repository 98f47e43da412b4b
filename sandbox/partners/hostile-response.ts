/** The answer a hostile partner gives instead of the right one. */
import type { Answer } from "#sandbox/partners/answers.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { foreignOutcome, knownOf } from "#sandbox/partners/foreign-answer.ts";
import { hostileBytes } from "#sandbox/partners/hostile-bytes.ts";
import { isByteKind, isForeignKind, type HostileAnswer } from "#sandbox/partners/hostility.ts";
import type { Operation, PlayedPartner } from "#sandbox/partners/played.ts";
import { twist } from "#sandbox/partners/twisted-answer.ts";

/** What is bent, and how. */
interface Bent {
  kind: HostileAnswer;
  /** The right one; its work is done. */
  answer: Answer;
  /** Address that was asked, for a redirect to itself. */
  address: string;
}

/** Bends one answer. A refusal stays what it is where the hostility is about records. */
export function hostileResponse(
  engine: PartnerEngine,
  partner: PlayedPartner,
  operation: Operation,
  { kind, answer, address }: Bent,
): Response {
  const { status, body } = answer;
  if (isByteKind(kind)) return hostileBytes(kind, JSON.stringify(body), status, address);
  if (isForeignKind(kind)) {
    const outcome = status < 400 ? foreignOutcome(engine, partner, operation, kind) : null;
    return json(outcome ? partner.write(outcome) : answer);
  }
  return json({ status, body: twist(kind, body, knownOf(engine, partner.slug, operation)) });
}

function json({ status, body }: Answer): Response {
  return Response.json(body, { status });
}
