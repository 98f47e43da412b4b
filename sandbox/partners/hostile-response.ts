/** The answer a hostile partner gives instead of the right one. */
import type { Answer } from "#sandbox/partners/answers.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { foreignOutcome, knownOf } from "#sandbox/partners/foreign-answer.ts";
import { hostileBytes } from "#sandbox/partners/hostile-bytes.ts";
import { isByteKind, isForeignKind, type HostileAnswer } from "#sandbox/partners/hostility.ts";
import type { Operation } from "#sandbox/partners/calls.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import { mapLeaves, twist, type Leaf } from "#sandbox/partners/twisted-answer.ts";

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
  if (kind === "foreign-record" && operation.kind === "special") {
    return json({ status, body: aboutAnother(body, operation.input) });
  }
  if (isForeignKind(kind)) {
    const outcome = status < 400 ? foreignOutcome(engine, partner, operation, kind) : null;
    return json(outcome ? partner.write(outcome) : answer);
  }
  return json({ status, body: twist(kind, body, knownOf(engine, partner.slug, operation)) });
}

/** What only this partner knows has no other record to tell of: what was asked for comes back under another name. */
function aboutAnother(body: unknown, input: Readonly<Record<string, unknown>>): unknown {
  const asked = new Set(Object.values(input).map(String));
  const other = (leaf: Leaf) => (typeof leaf === "number" ? leaf + 1 : `${String(leaf)}0`);
  return mapLeaves(body, (leaf) => (leaf !== null && asked.has(String(leaf)) ? other(leaf) : leaf));
}

function json({ status, body }: Answer): Response {
  return Response.json(body, { status });
}
