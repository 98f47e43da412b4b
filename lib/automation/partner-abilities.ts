import type { WorkerDeps } from "#lib/automation/worker-deps.ts";

/** Says whether a partner can be asked if a certificate number holds. Throws ConfigError for one without a connector. */
export function checksCertificatesOf(deps: Pick<WorkerDeps, "findConnector">, partner: string): boolean {
  return deps.findConnector(partner).checkCertificate !== undefined;
}
