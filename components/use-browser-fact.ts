"use client";

import { useSyncExternalStore } from "react";

/** Tells something only the browser knows; null while the page is still as the server made it. */
export function useBrowserFact(ask: () => boolean): boolean | null {
  return useSyncExternalStore<boolean | null>(neverChanges, ask, () => null);
}

function neverChanges(): () => void {
  return () => undefined;
}
