"use client";

import { useLinkStatus } from "next/link";

/** Runs below a link while the page it leads to is on its way. */
export function PendingRail() {
  const { pending } = useLinkStatus();
  return <span aria-hidden="true" className={`pending-rail ${pending ? "pending-rail-on" : ""}`} />;
}
