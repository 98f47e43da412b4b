/** What Baton's page and the frame that runs a package say to each other; server/content/frame.mjs is the other side. */

import type { PackageItem } from "#lib/domain/scorm-package.ts";

/** What the frame needs to start one page of a package. */
export interface ItemToStart {
  standard: string;
  item: PackageItem;
  /** What the package asked to keep last time, or null. */
  cmi: unknown;
  learner: { id: string; name: string };
}

export type FrameMessage =
  | { type: "ready" }
  | { type: "failed" }
  | { type: "commit"; number: number; cmi: Record<string, unknown> };

/** Reads a message of the frame; null for anything else. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== "object" || data === null) return null;
  const { type, number, cmi } = data as Record<string, unknown>;
  if (type === "ready" || type === "failed") return { type };
  const isCommit = type === "commit" && typeof number === "number" && typeof cmi === "object" && cmi !== null;
  return isCommit ? { type, number, cmi: cmi as Record<string, unknown> } : null;
}

/** Why the server keeps nothing, by the codes of its refusals; `other` is any that a student cannot do anything about. */
const REFUSALS = ["not_found", "course_over", "opened_elsewhere", "other"] as const;

export type Refusal = (typeof REFUSALS)[number];

/** Reads the code of a refusal. */
export function readRefusal(code: string | undefined): Refusal {
  return REFUSALS.find((known) => known === code) ?? "other";
}
