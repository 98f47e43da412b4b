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
} from "#lib/mail/locales/es-person.ts";
import { dateChanged, dateFacts, dateLost } from "#lib/mail/locales/es-dates.ts";
import { partnerUnavailable, standingChanged } from "#lib/mail/locales/es-partner.ts";

/** Spanish of the United States, with tú: docs/languages.md says why. */
export const es: MailLocale = {
  lang: "es",
  greeting: (name) => `Hola, ${name}:`,
  linkHint: "Si el botón no funciona, abre esta dirección:",
  footer: ({ name, host, supportEmail, hasAccount }) => {
    const why = hasAccount
      ? `${name} te envía este correo porque tienes una cuenta en ${host}.`
      : `Enviado por ${name}, ${host}.`;
    return supportEmail ? `${why} ¿Preguntas? Escribe a ${supportEmail}.` : why;
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

// As in English: the address is not verified yet, so nobody's name is put into this mail.
function verifyEmail(data: MailData<"verify-email">): MailContent {
  return {
    subject: "Confirma tu correo electrónico",
    preview: `Falta un paso para abrir tu cuenta en ${data.schoolName}.`,
    heading: "Confirma tu correo electrónico",
    paragraphs: [
      `Confirma que esta dirección es tuya. Después podrás iniciar sesión en ${data.schoolName} y empezar tu programa.`,
    ],
    action: { label: "Confirmar mi correo", url: data.url },
    notes: [
      `El enlace funciona durante ${duration(data.expiresInMinutes)}.`,
      "Si no abriste una cuenta, puedes ignorar este correo: no pasará nada.",
    ],
  };
}

function magicLink(data: MailData<"magic-link">): MailContent {
  return {
    subject: `Tu enlace para iniciar sesión en ${data.schoolName}`,
    preview: `Sirve una sola vez, durante ${duration(data.expiresInMinutes)}.`,
    heading: "Inicia sesión",
    paragraphs: [`Abre este enlace para iniciar sesión en ${data.schoolName}. No necesitas contraseña.`],
    action: { label: "Iniciar sesión", url: data.url },
    notes: [
      `El enlace sirve una sola vez, durante ${duration(data.expiresInMinutes)}.`,
      "Si no lo pediste, puedes ignorar este correo. Nadie puede iniciar sesión sin el enlace, así que no se lo pases a nadie.",
    ],
  };
}

function resetPassword(data: MailData<"reset-password">): MailContent {
  return {
    subject: "Elige una nueva contraseña",
    preview: `El enlace funciona durante ${duration(data.expiresInMinutes)}.`,
    heading: "Elige una nueva contraseña",
    paragraphs: [
      `Alguien pidió una nueva contraseña para tu cuenta en ${data.schoolName}. Si fuiste tú, elígela ahora.`,
    ],
    action: { label: "Elegir una nueva contraseña", url: data.url },
    notes: [
      `El enlace sirve una sola vez, durante ${duration(data.expiresInMinutes)}. Tu contraseña anterior sigue funcionando hasta que elijas una nueva.`,
      "Si no fuiste tú, puedes ignorar este correo: no cambia nada.",
    ],
  };
}

function orderPaid(data: MailData<"order-paid">): MailContent {
  const amount = amountOf(data);
  const free = data.amountCents === 0;
  const next = data.firstPartnerLabel
    ? `${data.firstPartnerLabel} está preparando tu primer curso, por lo general en un minuto.`
    : "estamos preparando tu primer curso, por lo general en un minuto.";
  return {
    subject: free ? `Tu lugar está confirmado: ${data.programTitle}` : `Pago recibido: ${data.programTitle}`,
    preview: `Lo que sigue: ${next}`,
    heading: free ? "Tu lugar está confirmado" : "Gracias, recibimos tu pago",
    greet: data.name,
    paragraphs: [
      free
        ? `Ya estás en ${data.programTitle}. No tienes que pagar nada.`
        : `Recibimos ${amount} por ${data.programTitle}.`,
      `Lo que sigue: ${next} Te escribimos en cuanto esté abierto.`,
    ],
    facts: [
      ["Programa", data.programTitle],
      ["Importe", amount],
      ["Pedido", data.orderId],
      ...(data.dates ?? []).flatMap(dateFacts),
    ],
    action: { label: "Ir a mi panel", url: `${data.appUrl}/student/dashboard` },
  };
}

function accessReady(data: MailData<"access-ready">): MailContent {
  return {
    subject: `${data.partnerLabel} te espera`,
    preview: `${data.courseName} está abierto. Empieza desde tu panel.`,
    heading: `${data.partnerLabel} te espera`,
    greet: data.name,
    paragraphs: [
      `Tu curso ${data.courseName} en ${data.partnerLabel} está abierto. Es ${stepOf(data)} de ${data.programTitle}.`,
      "Empieza desde tu panel: entras con un clic y no hay otra contraseña que recordar. Cuando termines, lo vemos por nuestra cuenta y abrimos lo que sigue.",
    ],
    action: { label: "Ir a mi panel", url: `${data.appUrl}/student/dashboard` },
  };
}

function stepCompleted(data: MailData<"step-completed">): MailContent {
  const samePartner = data.partnerLabel === data.nextPartnerLabel;
  const done = samePartner ? data.courseName : data.partnerLabel;
  const next = samePartner ? data.nextCourseName : data.nextPartnerLabel;
  return {
    subject: `Terminaste ${done}. Ahora sigue ${next}`,
    preview: `${data.nextPartnerLabel} está preparando ${data.nextCourseName}.`,
    heading: `Terminaste ${done}`,
    greet: data.name,
    paragraphs: [
      `¡Bien hecho! Completaste ${data.courseName}. Era ${stepOf(data)} de ${data.programTitle}.`,
      `${data.nextPartnerLabel} ya está preparando ${data.nextCourseName}, por lo general en un minuto. No tienes que hacer nada: te escribimos en cuanto esté abierto.`,
    ],
    action: { label: "Ver mi progreso", url: `${data.appUrl}/student/progress` },
  };
}

function certificateIssued(data: MailData<"certificate-issued">): MailContent {
  return {
    subject: `Tu certificado: ${data.programTitle}`,
    preview: "Completaste todos los pasos. Tu certificado está listo.",
    heading: "Tu certificado está listo",
    greet: data.name,
    paragraphs: [
      `¡Felicidades! Completaste todos los pasos de ${data.programTitle}, y ${data.schoolName} emitió tu certificado.`,
      "Su página es pública: envía la dirección a un empleador y podrá comprobar ahí que el certificado es auténtico. Para descargarlo en PDF, abre tu página de progreso.",
    ],
    facts: [
      ["Programa", data.programTitle],
      ["Número de certificado", data.number],
      ["Página de progreso", `${data.appUrl}/student/progress`],
    ],
    action: { label: "Ver mi certificado", url: `${data.appUrl}/verify/${data.publicId}` },
  };
}

function orderFailed(data: MailData<"order-failed">): MailContent {
  return {
    subject: `Tu pago no se completó: ${data.programTitle}`,
    preview: "No se te cobró nada. Puedes intentarlo de nuevo.",
    heading: "Tu pago no se completó",
    greet: data.name,
    paragraphs: [
      `Tu pago de ${amountOf(data)} por ${data.programTitle} no se completó, así que nada ha empezado y no se te cobró.`,
      "Puedes intentarlo de nuevo con la misma forma de pago o con otra. Si vuelve a fallar, tu banco puede decirte por qué.",
    ],
    action: {
      label: "Intentar de nuevo",
      url: `${data.appUrl}/programs${data.programSlug ? `/${data.programSlug}` : ""}`,
    },
  };
}

function enrollmentDelayed(data: MailData<"enrollment-delayed">): MailContent {
  return {
    subject: `${data.partnerLabel} tarda más de lo normal`,
    preview: "Estamos en ello. No tienes que hacer nada.",
    heading: `${data.partnerLabel} tarda más de lo normal`,
    greet: data.name,
    paragraphs: [
      `Preparar ${data.courseName} en ${data.partnerLabel} está tardando más de lo debido. No es culpa tuya, y tu lugar en ${data.programTitle} está seguro.`,
      "Seguimos intentándolo por nuestra cuenta, y nuestro equipo ya lo sabe. No tienes que hacer nada: te escribimos en cuanto el curso esté abierto.",
    ],
    action: { label: "Ver cómo va todo", url: `${data.appUrl}/student/progress` },
  };
}

function amountOf(data: { amountCents: number; currency: string }): string {
  return formatMoney(data.amountCents, data.currency, { exact: true, language: "es" });
}

function stepOf({ step, steps }: { step?: number | undefined; steps?: number | undefined }): string {
  if (step === undefined || steps === undefined) return "un paso";
  return steps === 1 ? "el único paso" : `el paso ${step} de ${steps}`;
}

function duration(minutes: number): string {
  if (minutes % 1440 === 0) return counted(minutes / 1440, "día");
  if (minutes % 60 === 0) return counted(minutes / 60, "hora");
  return counted(minutes, "minuto");
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
