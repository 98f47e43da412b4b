/** Somebody applies for a program without an account, and may take that back. */
import { createHmac } from "node:crypto";
import { z } from "zod";
import { asItself, type Database } from "#lib/db/client.ts";
import { addApplication, claimApplications, withdrawApplication } from "#lib/db/applications.ts";
import { createPublicId } from "#lib/certificates/index.ts";
import { APPLICATION_LIMITS } from "#lib/domain/application.ts";
import type { Claims } from "#lib/domain/claims.ts";
import type { Language } from "#lib/domain/language.ts";
import { readLegalName } from "#lib/domain/legal-name.ts";
import { phoneNumber } from "#lib/domain/phone.ts";
import { queuePageMail, type MailSchool } from "#lib/automation/queue-page-mail.ts";

/** What somebody typed. Lines of the message stay; other control characters do not pass. */
export const applicationForm = z.object({
  programId: z.uuid(),
  fullName: z.string().transform((text, context) => {
    const name = readLegalName(text);
    if (name === null) context.addIssue("no name");
    return name ?? "";
  }),
  email: z.email().max(APPLICATION_LIMITS.email),
  phone: z.string().transform((text, context) => {
    const phone = phoneNumber(text);
    if (phone === undefined) context.addIssue("no phone number");
    return phone ?? null;
  }),
  message: z
    .string()
    .trim()
    .max(APPLICATION_LIMITS.message)
    .transform((text) => text.replaceAll(/[^\P{Cc}\n\t]/gu, "")),
});

export type ApplicationForm = z.output<typeof applicationForm>;

export interface Applying {
  form: ApplicationForm;
  /** Where it came from; only a keyed hash is kept, for a day. */
  address: string;
  language: Language;
  /** Whoever is signed in: with their own verified address the application is theirs at once. */
  claims: Claims | null;
}

/**
 * Keeps an application and mails its status page, in one commit. The answer is the same whether an account with that
 * address exists or not. `too_many`: so many came from this address within the hour.
 */
export async function applyForProgram(
  deps: { db: Database; school: MailSchool; secret: string },
  { form, address, language, claims }: Applying,
): Promise<"received" | "too_many" | "no_program"> {
  const publicId = createPublicId();
  return asItself(deps.db, async (tx) => {
    const source = createHmac("sha256", deps.secret).update(`application ${address}`).digest("base64url");
    const program = await tx
      .selectFrom("programs")
      .select("title")
      .where("id", "=", form.programId)
      .executeTakeFirst();
    if (!program) return "no_program";
    const answer = await addApplication(tx, { ...form, publicId, language, source });
    if (answer !== "received") return answer;
    await queuePageMail(tx, deps.school, {
      studentId: null,
      to: form.email,
      template: "application-received",
      subjectKey: publicId,
      data: { programTitle: program.title, publicId, language },
    });
    if (claims) await claimApplications(tx, claims.sub);
    return answer;
  });
}

/** Takes an application back, for whoever holds its public id. One that is over stays as it is. */
export function withdraw(db: Database, publicId: string): Promise<boolean> {
  return asItself(db, (tx) => withdrawApplication(tx, publicId));
}
