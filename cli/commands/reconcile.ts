import process from "node:process";
import { defineCommand, EXIT } from "#cli/command.ts";
import { reconcilePayments } from "#lib/automation/reconcile-payments.ts";
import { openWorkerDeps } from "#lib/automation/start-worker.ts";

/** `baton reconcile` */
export const command = defineCommand({
  summary: "compare Stripe's books with Baton's",
  about: `Asks Stripe for the checkout events of the last three days and stores those that never arrived; a running worker
then acts on them like on any other. Workers do the same every five minutes. Needs the variables of the worker.
A second run finds nothing.`,
  options: {},
  async run(_values, terminal) {
    const deps = await openWorkerDeps(process.env, { supervise: false });
    try {
      const found = await terminal.step("Stripe", () => reconcilePayments(deps, new Date()));
      terminal.result(found, [`${found.seen} events at Stripe, ${found.recovered} of them had not arrived`]);
      return EXIT.ok;
    } finally {
      await deps.queue.stop(5);
      await deps.outside.stop();
      await deps.db.close();
    }
  },
});
