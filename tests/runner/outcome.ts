/** What came of one kind of checks. */
export interface Outcome {
  passed: number;
  failed: number;
  /** What a reader has to know beside the counts. */
  note?: string;
}
