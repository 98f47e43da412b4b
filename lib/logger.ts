/**
 * One wide line per handled thing, as JSON on standard output.
 *
 * Only the fields named in `LogFields` are written. Redaction by name is not trusted: what is not
 * on the list cannot leak (names, e-mails, tokens, bodies and launch URLs are therefore never logged).
 */
import pino from "pino";

/** The allow-list. Ids, outcomes, counts and durations only. */
export interface LogFields {
  outcome?: string;
  ms?: number;
  count?: number;
  attempt?: number;
  status?: number;
  kind?: string;
  operation?: string;
  reason?: string;
  route?: string;
  method?: string;
  port?: number;
  pid?: number;
  job?: string;
  jobId?: string;
  source?: string;
  eventType?: string;
  inboxId?: string;
  orderId?: string;
  enrollmentId?: string;
  stepId?: string;
  partnerEnrollmentId?: string;
  studentId?: string;
  providerId?: string;
  partner?: string;
  certificateId?: string;
  mailId?: string;
  template?: string;
  requestId?: string;
  /** Percent as stored and as a partner answered. */
  known?: number;
  read?: number;
  errorName?: string;
  errorCode?: string;
  /** File and line frames of our own code, without the message. */
  at?: string;
}

const FIELDS = [
  "outcome",
  "ms",
  "count",
  "attempt",
  "status",
  "kind",
  "operation",
  "reason",
  "route",
  "method",
  "port",
  "pid",
  "job",
  "jobId",
  "source",
  "eventType",
  "inboxId",
  "orderId",
  "enrollmentId",
  "stepId",
  "partnerEnrollmentId",
  "studentId",
  "providerId",
  "partner",
  "certificateId",
  "mailId",
  "template",
  "requestId",
  "known",
  "read",
  "errorName",
  "errorCode",
  "at",
] as const satisfies readonly (keyof LogFields)[];

const sink = pino({
  level: process.env["LOG_LEVEL"] ?? "info",
  base: { process: process.env["BATON_PROCESS"] ?? "baton" },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
});

/** Writes one info line named `event`; fields outside the allow-list are dropped. */
export function logInfo(event: string, fields: LogFields = {}): void {
  sink.info(allowed(fields), event);
}

/** Writes one warning line: something to look at, nothing lost. */
export function logWarn(event: string, fields: LogFields = {}): void {
  sink.warn(allowed(fields), event);
}

/** Writes one error line. Of the error only its class, code and own stack frames are kept, never its message. */
export function logError(event: string, error: unknown, fields: LogFields = {}): void {
  sink.error({ ...allowed(fields), ...describe(error) }, event);
}

function allowed(fields: LogFields): LogFields {
  const kept: Record<string, unknown> = {};
  for (const name of FIELDS) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept;
}

function describe(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = (error as { code?: unknown }).code;
  const frame = error.stack?.split("\n").find((line) => line.includes("/lib/") || line.includes("/server/"));
  return {
    errorName: error.name,
    ...(typeof code === "string" ? { errorCode: code } : {}),
    ...(frame ? { at: frame.trim().replace(/^at .*?((?:lib|server)\/[^)]*)\)?$/, "$1") } : {}),
  };
}
