/**
 * Node's own flags for the web process, all measured (docs/performance.md). A small young generation: a third of
 * the p99 under a flood of deliveries, and less memory. A bound on the old one makes the collector tidy up
 * earlier; pages have room enough. The middle compiler costs 9 MB and brings nothing here.
 */
export const WEB_NODE_FLAGS: readonly string[] = [
  "--max-semi-space-size=4",
  "--max-old-space-size=512",
  "--no-maglev",
];
