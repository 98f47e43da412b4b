/** What there is to say about switching to another partner. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";
import { SWITCH_AFTER_OPENING_DAYS, type SwitchRefusal } from "#lib/domain/switch-plan.ts";
import type { Tone } from "#lib/domain/order-status.ts";

/** Says why a step is not switched; `partner` is the one it is at. */
export function switchRefusalWords(reason: string, partner: string): Sentence {
  const days = SWITCH_AFTER_OPENING_DAYS;
  const words: Record<SwitchRefusal, Sentence> = {
    not_running: sentence("switchRefusal.notRunning"),
    finished: sentence("switchRefusal.finished"),
    started: sentence("switchRefusal.started", { partner }),
    opened_long_ago: sentence("switchRefusal.openedLongAgo", { partner, days }),
    order_open: sentence("switchRefusal.orderOpen"),
    switching_already: sentence("switchRefusal.switchingAlready"),
    unknown_option: sentence("switchRefusal.unknownOption"),
    partner_away: sentence("switchRefusal.partnerAway"),
    needs_date: sentence("switchRefusal.needsDate"),
    dearer: sentence("switchRefusal.dearer"),
    changed: sentence("switchRefusal.changed"),
  };
  return words[reason as SwitchRefusal] ?? sentence("otherProblem");
}

/** Says how far a switch is. A state this version does not know is told as it is written. */
export function switchStateWords(state: { status: string; from: string; to: string }): {
  label: Sentence;
  tone: Tone;
} {
  const { status, from, to } = state;
  const words: Record<string, { label: Sentence; tone: Tone }> = {
    requested: { label: sentence("switchState.requested", { from, to }), tone: "waiting" },
    canceling: { label: sentence("switchState.canceling", { from, to }), tone: "waiting" },
    enrolling: { label: sentence("switchState.enrolling", { from, to }), tone: "waiting" },
    done: { label: sentence("switchState.done", { from, to }), tone: "good" },
    refused: { label: sentence("switchState.refused", { to }), tone: "bad" },
    withdrawn: { label: sentence("switchState.withdrawn", { from, to }), tone: "quiet" },
    failed: { label: sentence("switchState.failed", { to }), tone: "bad" },
  };
  return words[status] ?? { label: sentence("asWritten", { code: status }), tone: "quiet" };
}
