/** What pages ask for: written into the inbox by the web (that row is also the record of who asked), done here. */
import { asItself, type Tx } from "#lib/db/client.ts";
import { findInboxEvent, markInboxEvent, type InboxEvent, type InboxOutcome } from "#lib/inbox/events.ts";
import {
  beginSwitch,
  endWithdrawnSwitch,
  switchPartnerAct,
  switchWithdrawnAct,
} from "#lib/automation/begin-switch.ts";
import { issueWhatWaited, nameConfirmedAct } from "#lib/automation/confirm-legal-name.ts";
import { decide, decideAct } from "#lib/automation/decide-application.ts";
import { enrollAgain, enrollAgainAct } from "#lib/automation/enroll-again.ts";
import { companionsAct, findCompanionSteps } from "#lib/automation/find-companion-steps.ts";
import { hurryPartner, partnerBackAct } from "#lib/automation/hurry-partner.ts";
import { reissueAct, reissueCertificate } from "#lib/automation/reissue-certificate.ts";
import { tellOfChanges } from "#lib/automation/follow-seats.ts";
import { retryAct, retryFailure } from "#lib/automation/retry-failure.ts";
import { switchAct, switchProvider } from "#lib/automation/switch-provider.ts";
import type { WorkerDeps } from "#lib/automation/worker-deps.ts";
import { logWarn } from "#lib/logger.ts";
import type { Run } from "#lib/queue/runner.ts";

type Act = (tx: Tx, deps: WorkerDeps, event: InboxEvent) => Promise<InboxOutcome>;

const ACTS: Readonly<Record<string, Act>> = {
  "failure.retry": (tx, deps, { body }) => retryFailure(tx, deps, retryAct.parse(JSON.parse(body))),
  "step.enroll-again": (tx, deps, { body }) => enrollAgain(tx, deps, enrollAgainAct.parse(JSON.parse(body))),
  "companions.enroll": (tx, deps, { body }) =>
    findCompanionSteps(tx, deps, companionsAct.parse(JSON.parse(body))),
  "session.changed": (tx, deps) => tellOfChanges(tx, deps),
  "partner.back": (tx, deps, { body }) => hurryPartner(tx, deps, partnerBackAct.parse(JSON.parse(body))),
  "provider.switch": (tx, deps, { id, body }) =>
    switchProvider(tx, deps, switchAct.parse(JSON.parse(body)), id),
  "name.confirmed": (tx, deps, { body }) =>
    issueWhatWaited(tx, deps, nameConfirmedAct.parse(JSON.parse(body))),
  "certificate.reissue": (tx, deps, { body }) =>
    reissueCertificate(tx, deps, reissueAct.parse(JSON.parse(body))),
  "partner.switch": (tx, deps, { body }) => beginSwitch(tx, deps, switchPartnerAct.parse(JSON.parse(body))),
  "partner.switch-withdrawn": (tx, deps, { body }) =>
    endWithdrawnSwitch(tx, deps, switchWithdrawnAct.parse(JSON.parse(body))),
  "application.decide": (tx, deps, { body }) => decide(tx, deps, decideAct.parse(JSON.parse(body))),
};

/** Does what somebody asked for on a page, once. */
export async function handleAdminAct(deps: WorkerDeps, run: Run<"handle-admin-act">): Promise<void> {
  await asItself(deps.db, async (tx) => {
    const event = await findInboxEvent(tx, run.data.inboxId);
    if (!event || event.handled) return;
    const act = Object.hasOwn(ACTS, event.eventType) ? ACTS[event.eventType] : undefined;
    if (!act)
      logWarn("[adminAct]", { outcome: "unknown act", eventType: event.eventType, inboxId: event.id });
    await markInboxEvent(tx, event.id, act ? await act(tx, deps, event) : "failed");
  });
}
