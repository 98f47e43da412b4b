/** One answer for every way a use-case says no, so that routes need not know them one by one. */
import { CertificateNotFoundError } from "#lib/automation/get-certificate-pdf.ts";
import { NameRefusedError } from "#lib/automation/confirm-legal-name.ts";
import { ApplicationNotFoundError } from "#lib/automation/decide-application.ts";
import { LearnRefusedError } from "#lib/automation/hosted-course-move.ts";
import { UploadRefusedError } from "#lib/automation/hosted-course-upload.ts";
import { LaunchRefusedError } from "#lib/automation/launch-partner-course.ts";
import { OrderNotFoundError } from "#lib/automation/own-order.ts";
import { NoRequiredCoursesError } from "#lib/automation/request-companions.ts";
import { StepNotFoundError } from "#lib/automation/request-enroll-again.ts";
import { ProviderNotFoundError } from "#lib/automation/request-provider-switch.ts";
import { FailureNotFoundError } from "#lib/automation/request-retry.ts";
import { CheckoutRefusedError } from "#lib/automation/start-checkout.ts";
import { PackageRefusedError } from "#lib/courses/package-error.ts";
import { PaymentError } from "#lib/payments/index.ts";

export interface Refusal {
  /** HTTP status. */
  status: number;
  code: string;
  /** For the person. */
  message: string;
}

const NOT_FOUND = { status: 404, code: "not_found" } as const;
/** PostgreSQL: connection lost, shutting down, starting up, too many connections. */
const AWAY = /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;

/** Finds the answer to an error of a use-case; null for one that nobody expected. */
export function explainRefusal(error: unknown): Refusal | null {
  if (
    error instanceof LaunchRefusedError ||
    error instanceof LearnRefusedError ||
    error instanceof UploadRefusedError
  )
    return { status: error.status, code: error.code, message: error.message };
  if (error instanceof CheckoutRefusedError)
    return {
      status: error.code === "program_not_found" ? 404 : 409,
      code: error.code,
      message: error.message,
    };
  if (error instanceof FailureNotFoundError) return { ...NOT_FOUND, message: "There is no such failure." };
  if (error instanceof OrderNotFoundError) return { ...NOT_FOUND, message: "There is no such order." };
  if (error instanceof StepNotFoundError) return { ...NOT_FOUND, message: "There is no such step." };
  if (error instanceof ProviderNotFoundError) return { ...NOT_FOUND, message: "There is no such provider." };
  if (error instanceof NoRequiredCoursesError)
    return { ...NOT_FOUND, message: "There is no course running there that requires others." };
  if (error instanceof ApplicationNotFoundError)
    return { ...NOT_FOUND, message: "There is no such application." };
  if (error instanceof NameRefusedError)
    return { status: 400, code: "no_name", message: "This is no name a certificate can carry." };
  if (error instanceof CertificateNotFoundError)
    return { ...NOT_FOUND, message: "There is no such certificate." };
  if (error instanceof PackageRefusedError)
    return { status: 422, code: error.code, message: sayRefusal(error) };
  if (error instanceof PaymentError)
    return {
      status: 503,
      code: "payment_unavailable",
      message:
        "The payment page cannot be opened right now. Nothing was charged. Please try again in a minute.",
    };
  if (isDatabaseAway(error))
    return {
      status: 503,
      code: "unavailable",
      message: "Baton cannot answer right now. Please try again in a minute.",
    };
  return null;
}

function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    AWAY.test(String(code)) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(String(message))
  );
}

/** Names the file of the package it is about: text of the package, shown as text. */
function sayRefusal({ message, detail }: PackageRefusedError): string {
  return detail === null ? message : `${message} It is about: ${detail}`;
}
