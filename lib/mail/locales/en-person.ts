/** English, for what concerns the person: their name, certificates, applications, reminders and their data. */
import type { MailContent, MailData } from "#lib/mail/content.ts";

/** A finished program waits for the name its certificate shall carry. */
export function nameNeeded(data: MailData<"name-needed">): MailContent {
  return {
    subject: `One thing before your certificate: ${data.programTitle}`,
    preview: "Confirm the name it shall carry. It takes half a minute.",
    heading: "How shall your certificate name you?",
    greet: data.name,
    paragraphs: [
      `Congratulations: you finished every step of ${data.programTitle}. Before ${data.schoolName} issues your certificate, please confirm your legal name.`,
      "As soon as you did, the certificate is made by itself, usually within a minute.",
    ],
    action: { label: "Confirm my name", url: `${data.appUrl}/account/profile` },
  };
}

/** A certificate was replaced. */
export function certificateReissued(data: MailData<"certificate-reissued">): MailContent {
  return {
    subject: `Your new certificate: ${data.programTitle}`,
    preview: "It replaces the one you had.",
    heading: "Your new certificate is ready",
    greet: data.name,
    paragraphs: [
      `${data.schoolName} has issued your certificate for ${data.programTitle} anew. The one you had is revoked: whoever checks it is told where the new one is.`,
      "Please send the new address to those who have the old one. To download it as a PDF, open your progress page.",
    ],
    facts: [
      ["Program", data.programTitle],
      ["Certificate number", data.number],
      ["Progress page", `${data.appUrl}/student/progress`],
    ],
    action: { label: "See my certificate", url: `${data.appUrl}/verify/${data.publicId}` },
  };
}

/** Nothing moved for a while. */
export function stuckNudge(data: MailData<"stuck-nudge">): MailContent {
  const days = data.days === 1 ? "a day" : `${data.days} days`;
  return {
    subject: `${data.courseName}: your place is kept`,
    preview: "Go on where you left off.",
    heading: "Go on where you left off",
    greet: data.name,
    paragraphs: [
      `It has been ${days} since we saw progress in ${data.courseName} at ${data.partnerLabel}. Your place in ${data.programTitle} is kept, and so is everything you did.`,
      `Even a quarter of an hour gets you further. If something holds you up, answer us: that is what we are here for.`,
    ],
    action: { label: "Go on", url: `${data.appUrl}/student/progress` },
    notes: [
      `We write this once a week at most. You can switch these reminders off at ${data.appUrl}/account/notifications.`,
    ],
  };
}

/** Somebody applied with this address. */
export function applicationReceived(data: MailData<"application-received">): MailContent {
  return {
    subject: `We received your application: ${data.programTitle}`,
    preview: "See how it stands at any time.",
    heading: "We received your application",
    hasAccount: false,
    paragraphs: [
      `Thank you for applying for ${data.programTitle} at ${data.schoolName}.`,
      "This address shows how your application stands, and lets you withdraw it. Keep it to yourself. To go on, create an account with this e-mail address: the application is yours from then on.",
    ],
    action: { label: "See my application", url: `${data.appUrl}/apply/${data.publicId}` },
    notes: ["If you did not apply, you can ignore this mail: nothing will happen."],
  };
}

/** The school says no. */
export function applicationDeclined(data: MailData<"application-declined">): MailContent {
  return {
    subject: `Your application: ${data.programTitle}`,
    preview: `${data.schoolName} has decided on your application.`,
    heading: "Your application was not accepted",
    hasAccount: false,
    paragraphs: [
      `Thank you for applying for ${data.programTitle}. ${data.schoolName} cannot offer you a place this time.`,
      "You can apply for another program at any time.",
    ],
    action: { label: "See other programs", url: `${data.appUrl}/programs` },
  };
}

/** Somebody asked for their data to be deleted. */
export function deletionRequested(data: MailData<"deletion-requested">): MailContent {
  return {
    subject: "Your data will be deleted",
    preview: `You can change your mind until ${data.dueOn}.`,
    heading: "Your data will be deleted",
    greet: data.name,
    paragraphs: [
      `You asked ${data.schoolName} to delete your account and your data. We do that from ${data.dueOn} on.`,
      "Until then you can change your mind. Afterwards nobody can bring your account back. Certificates that were issued stay valid, and what the law makes us keep stays kept; the page says what and why.",
    ],
    action: { label: "See or cancel the request", url: `${data.appUrl}/account/data` },
    notes: ["If you did not ask for this, cancel the request and change your password."],
  };
}

/** Somebody changed their mind. */
export function deletionCanceled(data: MailData<"deletion-canceled">): MailContent {
  return {
    subject: "Your data stays",
    preview: "The request to delete it is canceled.",
    heading: "Your data stays",
    greet: data.name,
    paragraphs: ["The request to delete your account and your data is canceled. Everything is as it was."],
    action: { label: "Go to my account", url: `${data.appUrl}/account/data` },
  };
}
