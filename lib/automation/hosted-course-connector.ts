/**
 * The school's own courses as a partner: the same contract as every other connector, answered from our own tables
 * instead of somebody's API. So the step machine, launching, polling and switching know no difference.
 */
import { z } from "zod";
import type { Connection } from "#lib/db/client.ts";
import { endAttempt, findAttempt, openAttempt } from "#lib/db/course-attempts.ts";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";
import type { PartnerEvent } from "#lib/domain/partner-event.ts";
import { partnerStanding } from "#lib/domain/partner-standing.ts";
import { PartnerAPIError, WebhookRejectedError, type PartnerConnector } from "#lib/partners/base.ts";

/** What the player says of an attempt, stored as an inbox event by the web. */
export const attemptEvent = z.object({
  type: z.enum(["progress.updated", "course.completed"]),
  attemptId: z.uuid(),
  progress: z.int().min(0).max(100),
  at: z.iso.datetime(),
});

export type AttemptEvent = z.output<typeof attemptEvent>;

/** Makes the connector. `db` is connected as the worker, or as the web, which only launches. */
export function createHostedConnector({ db, appUrl }: { db: Connection; appUrl: string }): PartnerConnector {
  return {
    /** Whoever studies here has their account already: their own id. */
    createAccount: ({ studentId }) => Promise.resolve({ externalAccountId: studentId }),
    async enrollInCourse({ externalAccountId }, { externalCourseCode }, reference) {
      const attempt = { reference, studentId: externalAccountId, courseCode: externalCourseCode };
      const externalEnrollmentId = await openAttempt(db, attempt);
      if (externalEnrollmentId) return { externalEnrollmentId };
      throw new PartnerAPIError("action_required", {
        partner: OWN_PROVIDER,
        operation: "enrollInCourse",
        message: "the course has no lessons yet",
      });
    },
    async getProgress(attemptId) {
      const attempt = await findAttempt(db, attemptId);
      if (!attempt) return null;
      return {
        externalEnrollmentId: attempt.id,
        progress: attempt.progress,
        completed: attempt.status === "completed",
        certificate: null,
        standing: partnerStanding(),
      };
    },
    getCertificate: () => Promise.resolve(null),
    getSsoLaunchUrl: (_account, attemptId) =>
      Promise.resolve({ url: `${appUrl}/learn/${attemptId}`, expiresAt: null }),
    cancelEnrollment: (attemptId) => endAttempt(db, attemptId),
    /** Nobody outside speaks for our own courses: this partner has no webhook door. */
    verifyWebhook() {
      throw new WebhookRejectedError("no_secret");
    },
    parseWebhook,
  };
}

function parseWebhook(body: string): PartnerEvent[] {
  const event = attemptEvent.safeParse(readJson(body));
  if (!event.success) throw new WebhookRejectedError("malformed");
  const { type, attemptId, progress, at } = event.data;
  return [
    {
      type,
      externalEnrollmentId: attemptId,
      occurredAt: at,
      progress,
      certificate: null,
      standing: null,
    },
  ];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
