/**
 * Node's own flags for the web process. A small young generation: a third of the p99 and half the memory of
 * the default under a flood of deliveries (measured, docs/performance.md).
 */
export const WEB_NODE_FLAGS: readonly string[] = ["--max-semi-space-size=4"];
