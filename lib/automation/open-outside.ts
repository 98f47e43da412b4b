import type { Env } from "#lib/config.ts";
import { openPartnerGates } from "#lib/db/partner-gates.ts";
import { openPool } from "#lib/db/pool.ts";
import { readSharedFigures } from "#lib/db/shared-figures.ts";
import type { OnCall } from "#lib/domain/outside-call.ts";
import { showSharedFigures } from "#lib/metrics.ts";
import { sharePartners } from "#lib/partners/index.ts";
import { startCallRecorder } from "#lib/automation/record-partner-calls.ts";

export interface Outside {
  /** To be told of calls to Stripe and the mail server; partners' are heard already. */
  onCall: OnCall;
  /** Writes what was recorded last and closes the connections. Calls made later find no allowance. */
  stop(): Promise<void>;
}

const CONNECTIONS = 2;

/**
 * Makes this process one of all that call out: partners' rate and breaker are shared through the database at `url`,
 * every call is recorded there, and `/metrics` shows what all share. Connections of its own, so that a busy pool never
 * makes a call wait; what they write may be lost with a crash of the server, so nobody waits for the disk.
 * `onPartnerBack` hears of a partner that this process found well again after a rest.
 */
export function openOutside(
  env: Env,
  url: string,
  onPartnerBack: (partner: string) => Promise<void>,
): Outside {
  const settings = "-c synchronous_commit=off";
  const pool = openPool(url, { max: CONNECTIONS, name: "baton-outside", settings });
  const recorder = startCallRecorder(pool);
  const onCall: OnCall = (call) => recorder.record(call);
  const gates = openPartnerGates(pool);
  const keeper: typeof gates = {
    ...gates,
    async close(partner) {
      await gates.close(partner);
      await onPartnerBack(partner);
    },
  };
  sharePartners(env, { keeper, onCall });
  showSharedFigures(() => readSharedFigures(pool));
  return {
    onCall,
    async stop() {
      await recorder.stop();
      await pool.end();
    },
  };
}
