/** English, for what happens at a partner between the start of a course and its end. */
import type { MailContent, MailData } from "#lib/mail/content.ts";

type Standing = MailData<"standing-changed">["standing"];

interface Words {
  subject: string;
  preview: string;
  paragraphs: readonly string[];
}

const WORDS: Record<Standing, (data: MailData<"standing-changed">) => Words> = {
  exam_failed: (data) => ({
    subject: `${data.courseName}: not passed this time`,
    preview: AGAIN[data.outlook](data),
    paragraphs: [
      `You did not pass the exam of ${data.courseName} at ${data.partnerLabel} this time. It happens to many people, and your place in ${data.programTitle} is safe.`,
      AGAIN[data.outlook](data),
    ],
  }),
  session_unbooked: (data) => ({
    subject: `Book your session at ${data.partnerLabel}`,
    preview: "The online part is done. One thing is left.",
    paragraphs: [
      `Well done: the online part of ${data.courseName} is finished. What is left is a session with ${data.partnerLabel}, which you book yourself.`,
      `Open the course from your progress page and choose a time that suits you.`,
    ],
  }),
  retake_ready: (data) => ({
    subject: `You can take the exam again: ${data.courseName}`,
    preview: "A new exam voucher is in place for you.",
    paragraphs: [
      `A new exam voucher for ${data.courseName} is in place at ${data.partnerLabel}. You need no code: open the course from your progress page and take the exam when you feel ready.`,
    ],
  }),
  voucher_expired: (data) => ({
    subject: `Your exam voucher ran out: ${data.courseName}`,
    preview: AGAIN[data.outlook](data),
    paragraphs: [
      `The exam voucher for ${data.courseName} at ${data.partnerLabel} ran out before the exam was taken. Your place in ${data.programTitle} is safe.`,
      AGAIN[data.outlook](data),
    ],
  }),
  deadline_passed: (data) => ({
    subject: `The time for ${data.courseName} is over`,
    preview: "Your school has been told and will write to you.",
    paragraphs: [
      `${data.partnerLabel} gives a limited time for ${data.courseName}, and it is over. What you have done so far is not lost to us.`,
      `${data.schoolName} has been told and will write to you about how to go on. You need to do nothing until then.`,
    ],
  }),
};

const AGAIN: Record<MailData<"standing-changed">["outlook"], (data: MailData<"standing-changed">) => string> =
  {
    at_once: ({ partnerLabel }) =>
      `You can try again at ${partnerLabel}: open the course from your progress page.`,
    arranged: () =>
      "A new voucher is being arranged, usually within a minute. We write to you when it is there.",
    used_up: ({ schoolName }) =>
      `The tries included are used up. ${schoolName} has been told and will write to you about another one.`,
  };

/** Tells how a student stands at a partner now, and what to do. */
export function standingChanged(data: MailData<"standing-changed">): MailContent {
  const { subject, preview, paragraphs } = WORDS[data.standing](data);
  return {
    subject,
    preview,
    heading: subject,
    greet: data.name,
    paragraphs,
    facts: [["Step", place(data)]],
    action: { label: "See my progress", url: `${data.appUrl}/student/progress` },
  };
}

/** Tells that a partner was switched off, what else there is, and who answers. */
export function partnerUnavailable(data: MailData<"partner-unavailable">): MailContent {
  const { partnerLabel, courseName, alternatives, partnerSupport, supportEmail } = data;
  return {
    subject: `${partnerLabel} is not available at the moment`,
    preview: "Your place is safe. Your school has been told.",
    heading: `${partnerLabel} is not available at the moment`,
    greet: data.name,
    paragraphs: [
      `${courseName} at ${partnerLabel} cannot be opened for now. It is not your fault, your place in ${data.programTitle} is safe, and ${data.schoolName} has been told.`,
      alternatives.length > 0
        ? `The same step can also be done with: ${alternatives.join("; ")}. Ask ${data.schoolName} if you would rather change.`
        : `There is no other course for this step at the moment. As soon as ${partnerLabel} is back, you can go on where you stopped.`,
      [
        `Questions? ${supportEmail ? `Write to ${data.schoolName} at ${supportEmail}.` : `Ask ${data.schoolName}.`}`,
        ...(partnerSupport ? [`${partnerLabel} itself answers at ${partnerSupport}.`] : []),
      ].join(" "),
    ],
    facts: [["Step", place(data)]],
    action: { label: "See where things stand", url: `${data.appUrl}/student/progress` },
  };
}

function place({
  step,
  steps,
  courseName,
}: {
  step?: number | undefined;
  steps?: number | undefined;
  courseName: string;
}): string {
  return step === undefined || steps === undefined ? courseName : `${step} of ${steps}: ${courseName}`;
}
