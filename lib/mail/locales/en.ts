import { formatMoney } from "#lib/domain/money.ts";
import type { MailContent, MailData, MailLocale } from "#lib/mail/content.ts";
import {
  applicationDeclined,
  applicationReceived,
  certificateReissued,
  deletionCanceled,
  deletionRequested,
  nameNeeded,
  stuckNudge,
} from "#lib/mail/locales/en-person.ts";
import { dateChanged, dateFacts, dateLost } from "#lib/mail/locales/en-dates.ts";
import { partnerUnavailable, standingChanged } from "#lib/mail/locales/en-partner.ts";

/** English. */
export const en: MailLocale = {
  lang: "en",
  greeting: (name) => `Hello ${name},`,
  linkHint: "If the button does not work, open this address:",
  footer: ({ name, host, supportEmail, hasAccount }) => {
    const why = hasAccount
      ? `Sent by ${name} because of your account at ${host}.`
      : `Sent by ${name}, ${host}.`;
    return supportEmail ? `${why} Questions? Write to ${supportEmail}.` : why;
  },
  contents: {
    "verify-email": verifyEmail,
    "magic-link": magicLink,
    "reset-password": resetPassword,
    "order-paid": orderPaid,
    "access-ready": accessReady,
    "step-completed": stepCompleted,
    "certificate-issued": certificateIssued,
    "order-failed": orderFailed,
    "enrollment-delayed": enrollmentDelayed,
    "standing-changed": standingChanged,
    "partner-unavailable": partnerUnavailable,
    "name-needed": nameNeeded,
    "certificate-reissued": certificateReissued,
    "stuck-nudge": stuckNudge,
    "application-received": applicationReceived,
    "application-declined": applicationDeclined,
    "deletion-requested": deletionRequested,
    "deletion-canceled": deletionCanceled,
    "date-changed": dateChanged,
    "date-lost": dateLost,
  },
};

// The address is not verified yet: no name is put into this mail, so that nobody can send words of theirs to a stranger.
function verifyEmail(data: MailData<"verify-email">): MailContent {
  return {
    subject: "Confirm your e-mail address",
    preview: `One step left to open your account at ${data.schoolName}.`,
    heading: "Confirm your e-mail address",
    paragraphs: [
      `Please confirm that this address is yours. After that you can sign in at ${data.schoolName} and start your program.`,
    ],
    action: { label: "Confirm my address", url: data.url },
    notes: [
      `The link works for ${duration(data.expiresInMinutes)}.`,
      "If you did not open an account, you can ignore this mail: nothing will happen.",
    ],
  };
}

function magicLink(data: MailData<"magic-link">): MailContent {
  return {
    subject: `Your sign-in link for ${data.schoolName}`,
    preview: `Works once, for ${duration(data.expiresInMinutes)}.`,
    heading: "Sign in",
    paragraphs: [`Open this link to sign in at ${data.schoolName}. You need no password.`],
    action: { label: "Sign in", url: data.url },
    notes: [
      `The link works once, for ${duration(data.expiresInMinutes)}.`,
      "If you did not ask for it, you can ignore this mail. Nobody can sign in without the link, so do not pass it on.",
    ],
  };
}

function resetPassword(data: MailData<"reset-password">): MailContent {
  return {
    subject: "Choose a new password",
    preview: `The link works for ${duration(data.expiresInMinutes)}.`,
    heading: "Choose a new password",
    paragraphs: [
      `Somebody asked for a new password for your account at ${data.schoolName}. If it was you, choose one now.`,
    ],
    action: { label: "Choose a new password", url: data.url },
    notes: [
      `The link works once, for ${duration(data.expiresInMinutes)}. Your old password keeps working until you choose a new one.`,
      "If it was not you, you can ignore this mail: nothing changes.",
    ],
  };
}

function orderPaid(data: MailData<"order-paid">): MailContent {
  const amount = formatMoney(data.amountCents, data.currency, { exact: true });
  const free = data.amountCents === 0;
  const next = `${data.firstPartnerLabel ? `${data.firstPartnerLabel} is` : "we are"} setting up your first course, usually within a minute.`;
  return {
    subject: free
      ? `Your place is confirmed: ${data.programTitle}`
      : `Payment received: ${data.programTitle}`,
    preview: `What happens next: ${next}`,
    heading: free ? "Your place is confirmed" : "Thank you, your payment arrived",
    greet: data.name,
    paragraphs: [
      free
        ? `You are in: ${data.programTitle}. There is nothing to pay.`
        : `We received ${amount} for ${data.programTitle}.`,
      `What happens next: ${next} We write to you as soon as it is open.`,
    ],
    facts: [
      ["Program", data.programTitle],
      ["Amount", amount],
      ["Order", data.orderId],
      ...(data.dates ?? []).flatMap(dateFacts),
    ],
    action: { label: "Go to my dashboard", url: `${data.appUrl}/student/dashboard` },
  };
}

function accessReady(data: MailData<"access-ready">): MailContent {
  return {
    subject: `${data.partnerLabel} is ready for you`,
    preview: `${data.courseName} is open. Start from your dashboard.`,
    heading: `${data.partnerLabel} is ready for you`,
    greet: data.name,
    paragraphs: [
      `Your course ${data.courseName} at ${data.partnerLabel} is open. It is ${stepOf(data)} of ${data.programTitle}.`,
      `Start it from your dashboard: one click takes you in, and there is no other password to remember. When you finish, we see it by ourselves and open what comes next.`,
    ],
    action: { label: "Go to my dashboard", url: `${data.appUrl}/student/dashboard` },
  };
}

function stepCompleted(data: MailData<"step-completed">): MailContent {
  const samePartner = data.partnerLabel === data.nextPartnerLabel;
  const done = samePartner ? data.courseName : data.partnerLabel;
  const next = samePartner ? data.nextCourseName : data.nextPartnerLabel;
  return {
    subject: `You finished ${done}. ${next} is next`,
    preview: `${data.nextPartnerLabel} is setting up ${data.nextCourseName}.`,
    heading: `You finished ${done}`,
    greet: data.name,
    paragraphs: [
      `Well done: ${data.courseName} is complete. That was ${stepOf(data)} of ${data.programTitle}.`,
      `${data.nextPartnerLabel} is setting up ${data.nextCourseName} now, usually within a minute. You need to do nothing: we write to you as soon as it is open.`,
    ],
    action: { label: "See my progress", url: `${data.appUrl}/student/progress` },
  };
}

function certificateIssued(data: MailData<"certificate-issued">): MailContent {
  return {
    subject: `Your certificate: ${data.programTitle}`,
    preview: "You completed every step. Your certificate is ready.",
    heading: "Your certificate is ready",
    greet: data.name,
    paragraphs: [
      `Congratulations: you completed every step of ${data.programTitle}, and ${data.schoolName} has issued your certificate.`,
      "Its page is public: send the address to an employer, who can check there that the certificate is genuine. To download it as a PDF, open your progress page.",
    ],
    facts: [
      ["Program", data.programTitle],
      ["Certificate number", data.number],
      ["Progress page", `${data.appUrl}/student/progress`],
    ],
    action: { label: "See my certificate", url: `${data.appUrl}/verify/${data.publicId}` },
  };
}

function orderFailed(data: MailData<"order-failed">): MailContent {
  const amount = formatMoney(data.amountCents, data.currency, { exact: true });
  return {
    subject: `Your payment did not go through: ${data.programTitle}`,
    preview: "You have not been charged. You can try again.",
    heading: "Your payment did not go through",
    greet: data.name,
    paragraphs: [
      `Your payment of ${amount} for ${data.programTitle} was not completed, so nothing has started and you have not been charged.`,
      "You can try again with the same or another way to pay. If it fails once more, your bank can tell you why.",
    ],
    action: {
      label: "Try again",
      url: `${data.appUrl}/programs${data.programSlug ? `/${data.programSlug}` : ""}`,
    },
  };
}

function enrollmentDelayed(data: MailData<"enrollment-delayed">): MailContent {
  return {
    subject: `${data.partnerLabel} is taking longer than usual`,
    preview: "We are on it. You need to do nothing.",
    heading: `${data.partnerLabel} is taking longer than usual`,
    greet: data.name,
    paragraphs: [
      `Setting up ${data.courseName} at ${data.partnerLabel} takes longer than it should. It is not your fault, and your place in ${data.programTitle} is safe.`,
      "We keep trying by ourselves, and our team has been told. You need to do nothing: we write to you as soon as the course is open.",
    ],
    action: { label: "See where things stand", url: `${data.appUrl}/student/progress` },
  };
}

function stepOf({ step, steps }: { step?: number | undefined; steps?: number | undefined }): string {
  if (step === undefined || steps === undefined) return "a step";
  return steps === 1 ? "the only step" : `step ${step} of ${steps}`;
}

function duration(minutes: number): string {
  if (minutes % 1440 === 0) return counted(minutes / 1440, "day");
  if (minutes % 60 === 0) return counted(minutes / 60, "hour");
  return counted(minutes, "minute");
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
