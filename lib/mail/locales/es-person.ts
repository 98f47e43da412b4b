/** Spanish, for what concerns the person: their name, certificates, applications, reminders and their data. */
import type { MailContent, MailData } from "#lib/mail/content.ts";

/** A finished program waits for the name its certificate shall carry. */
export function nameNeeded(data: MailData<"name-needed">): MailContent {
  return {
    subject: `Una cosa antes de tu certificado: ${data.programTitle}`,
    preview: "Confirma el nombre que debe llevar. Tarda medio minuto.",
    heading: "¿Qué nombre debe llevar tu certificado?",
    greet: data.name,
    paragraphs: [
      `¡Felicidades! Terminaste todos los pasos de ${data.programTitle}. Antes de que ${data.schoolName} emita tu certificado, confirma tu nombre legal.`,
      "En cuanto lo hagas, el certificado se emite solo, por lo general en un minuto.",
    ],
    action: { label: "Confirmar mi nombre", url: `${data.appUrl}/account/profile` },
  };
}

/** A certificate was replaced. */
export function certificateReissued(data: MailData<"certificate-reissued">): MailContent {
  return {
    subject: `Tu nuevo certificado: ${data.programTitle}`,
    preview: "Reemplaza al que tenías.",
    heading: "Tu nuevo certificado está listo",
    greet: data.name,
    paragraphs: [
      `${data.schoolName} volvió a emitir tu certificado de ${data.programTitle}. El que tenías quedó revocado: a quien lo compruebe se le indica dónde está el nuevo.`,
      "Envía la nueva dirección a quienes tengan la anterior. Para descargarlo en PDF, abre tu página de progreso.",
    ],
    facts: [
      ["Programa", data.programTitle],
      ["Número de certificado", data.number],
      ["Página de progreso", `${data.appUrl}/student/progress`],
    ],
    action: { label: "Ver mi certificado", url: `${data.appUrl}/verify/${data.publicId}` },
  };
}

/** Nothing moved for a while. */
export function stuckNudge(data: MailData<"stuck-nudge">): MailContent {
  const days = data.days === 1 ? "un día" : `${data.days} días`;
  return {
    subject: `${data.courseName}: tu lugar sigue reservado`,
    preview: "Sigue donde lo dejaste.",
    heading: "Sigue donde lo dejaste",
    greet: data.name,
    paragraphs: [
      `Hace ${days} que no vemos avances en ${data.courseName} en ${data.partnerLabel}. Tu lugar en ${data.programTitle} sigue reservado, y todo lo que hiciste también.`,
      "Con un cuarto de hora ya avanzas. Si algo te detiene, respóndenos: para eso estamos.",
    ],
    action: { label: "Seguir", url: `${data.appUrl}/student/progress` },
    notes: [
      `Te escribimos esto una vez por semana como máximo. Puedes desactivar estos recordatorios en ${data.appUrl}/account/notifications.`,
    ],
  };
}

/** Somebody applied with this address. */
export function applicationReceived(data: MailData<"application-received">): MailContent {
  return {
    subject: `Recibimos tu solicitud: ${data.programTitle}`,
    preview: "Consulta su estado cuando quieras.",
    heading: "Recibimos tu solicitud",
    hasAccount: false,
    paragraphs: [
      `Gracias por solicitar un lugar en ${data.programTitle} en ${data.schoolName}.`,
      "En esta dirección ves el estado de tu solicitud y puedes retirarla. No la compartas. Para seguir, crea una cuenta con este correo: desde ese momento la solicitud es tuya.",
    ],
    action: { label: "Ver mi solicitud", url: `${data.appUrl}/apply/${data.publicId}` },
    notes: ["Si no solicitaste nada, puedes ignorar este correo: no pasará nada."],
  };
}

/** The school says no. */
export function applicationDeclined(data: MailData<"application-declined">): MailContent {
  return {
    subject: `Tu solicitud: ${data.programTitle}`,
    preview: `${data.schoolName} tomó una decisión sobre tu solicitud.`,
    heading: "Tu solicitud no fue aceptada",
    hasAccount: false,
    paragraphs: [
      `Gracias por tu interés en ${data.programTitle}. Esta vez ${data.schoolName} no puede ofrecerte un lugar.`,
      "Puedes presentar una solicitud para otro programa cuando quieras.",
    ],
    action: { label: "Ver otros programas", url: `${data.appUrl}/programs` },
  };
}

/** Somebody asked for their data to be deleted. */
export function deletionRequested(data: MailData<"deletion-requested">): MailContent {
  return {
    subject: "Tus datos se van a eliminar",
    preview: `Puedes cambiar de opinión hasta el ${data.dueOn}.`,
    heading: "Tus datos se van a eliminar",
    greet: data.name,
    paragraphs: [
      `Pediste a ${data.schoolName} que elimine tu cuenta y tus datos. Lo haremos a partir del ${data.dueOn}.`,
      "Hasta entonces puedes cambiar de opinión. Después nadie podrá recuperar tu cuenta. Los certificados emitidos siguen siendo válidos, y lo que la ley nos obliga a guardar se guarda; la página dice qué y por qué.",
    ],
    action: { label: "Ver o cancelar la petición", url: `${data.appUrl}/account/data` },
    notes: ["Si no pediste esto, cancela la petición y cambia tu contraseña."],
  };
}

/** Somebody changed their mind. */
export function deletionCanceled(data: MailData<"deletion-canceled">): MailContent {
  return {
    subject: "Tus datos se quedan",
    preview: "La petición de eliminarlos quedó cancelada.",
    heading: "Tus datos se quedan",
    greet: data.name,
    paragraphs: ["La petición de eliminar tu cuenta y tus datos quedó cancelada. Todo sigue como estaba."],
    action: { label: "Ir a mi cuenta", url: `${data.appUrl}/account/data` },
  };
}
