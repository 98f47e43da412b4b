/**
 * What a SCORM package's own words mean: done or not, with what score. The package decides; where its manifest names a
 * mastery score or a threshold, that decides over what the package says of itself.
 */

export type ScormStandard = "scorm_1_2" | "scorm_2004";

/** The part of a manifest's item that decides. */
export interface ScormRule {
  /** False for a page that is only shown (an asset): opening it is all there is to do. */
  isSco: boolean;
  /** SCORM 1.2: raw score from which it is passed. */
  masteryScore: number | null;
  /** SCORM 2004: progress measure, 0 to 1, from which it is complete. */
  completionThreshold: number | null;
  /** SCORM 2004: scaled score, -1 to 1, from which it is passed. */
  passingScore: number | null;
}

export interface ScormState {
  completed: boolean;
  /** Whole percentage; 100 only when completed. */
  progress: number;
  /** Whole percentage, or null while there is none. */
  score: number | null;
}

/** Reads the state out of the values a package set (`cmi` as the runtime keeps it, unchecked). Never throws. */
export function readScormState(standard: ScormStandard, rule: ScormRule, cmi: unknown): ScormState {
  if (!rule.isSco) return { completed: true, progress: 100, score: null };
  return standard === "scorm_1_2" ? readVersion12(rule, cmi) : readVersion2004(rule, cmi);
}

function readVersion12(rule: ScormRule, cmi: unknown): ScormState {
  const core = at(cmi, "core");
  const raw = number(at(at(core, "score"), "raw"));
  const status = text(at(core, "lesson_status"));
  const completed =
    rule.masteryScore !== null && raw !== null
      ? raw >= rule.masteryScore && status !== "incomplete"
      : status === "passed" || status === "completed";
  return stateOf(completed, null, scaled(at(core, "score"), raw));
}

function readVersion2004(rule: ScormRule, cmi: unknown): ScormState {
  const measure = number(at(cmi, "progress_measure"));
  const scaledScore = number(at(at(cmi, "score"), "scaled"));
  const isComplete =
    rule.completionThreshold !== null && measure !== null
      ? measure >= rule.completionThreshold
      : text(at(cmi, "completion_status")) === "completed";
  const success =
    rule.passingScore !== null && scaledScore !== null
      ? scaledScore >= rule.passingScore
        ? "passed"
        : "failed"
      : text(at(cmi, "success_status"));
  // A package with a pass mark is done once it is passed; one without, unless it was failed.
  const isGood = rule.passingScore === null ? success !== "failed" : success === "passed";
  const score = scaledScore === null ? null : Math.round(clamp(scaledScore, 0, 1) * 100);
  return stateOf(isComplete && isGood, measure, score);
}

function stateOf(completed: boolean, measure: number | null, score: number | null): ScormState {
  const progress = completed ? 100 : Math.min(99, Math.floor(clamp(measure ?? 0, 0, 1) * 100));
  return { completed, progress, score };
}

/** A raw score as a percentage of its own range, which is 0 to 100 where none is said. */
function scaled(score: unknown, raw: number | null): number | null {
  if (raw === null) return null;
  const min = number(at(score, "min")) ?? 0;
  const max = number(at(score, "max")) ?? 100;
  return max <= min ? null : Math.round(clamp((raw - min) / (max - min), 0, 1) * 100);
}

function at(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number | null {
  if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
