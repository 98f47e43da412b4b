/** Spanish, for what happens at a partner between the start of a course and its end. */
import type { MailContent, MailData } from "#lib/mail/content.ts";

type Standing = MailData<"standing-changed">["standing"];

interface Words {
  subject: string;
  preview: string;
  paragraphs: readonly string[];
}

const WORDS: Record<Standing, (data: MailData<"standing-changed">) => Words> = {
  exam_failed: (data) => ({
    subject: `${data.courseName}: esta vez no lo aprobaste`,
    preview: AGAIN[data.outlook](data),
    paragraphs: [
      `Esta vez no aprobaste el examen de ${data.courseName} en ${data.partnerLabel}. Le pasa a mucha gente, y tu lugar en ${data.programTitle} está seguro.`,
      AGAIN[data.outlook](data),
    ],
  }),
  session_unbooked: (data) => ({
    subject: `Reserva tu sesión en ${data.partnerLabel}`,
    preview: "La parte en línea está terminada. Solo falta una cosa.",
    paragraphs: [
      `¡Bien hecho! Terminaste la parte en línea de ${data.courseName}. Falta una sesión con ${data.partnerLabel}, y esa la reservas tú.`,
      "Abre el curso desde tu página de progreso y elige la hora que te convenga.",
    ],
  }),
  retake_ready: (data) => ({
    subject: `Ya puedes repetir el examen: ${data.courseName}`,
    preview: "Tienes un nuevo vale de examen.",
    paragraphs: [
      `En ${data.partnerLabel} ya tienes un nuevo vale de examen para ${data.courseName}. No necesitas ningún código: abre el curso desde tu página de progreso y presenta el examen cuando te sientas en condiciones de hacerlo.`,
    ],
  }),
  voucher_expired: (data) => ({
    subject: `Tu vale de examen venció: ${data.courseName}`,
    preview: AGAIN[data.outlook](data),
    paragraphs: [
      `El vale de examen para ${data.courseName} en ${data.partnerLabel} venció antes de que presentaras el examen. Tu lugar en ${data.programTitle} está seguro.`,
      AGAIN[data.outlook](data),
    ],
  }),
  deadline_passed: (data) => ({
    subject: `Se acabó el plazo de ${data.courseName}`,
    preview: "Tu escuela ya lo sabe y te escribirá.",
    paragraphs: [
      `${data.partnerLabel} da un plazo limitado para ${data.courseName}, y ya terminó. Para nosotros, lo que hiciste hasta ahora no se pierde.`,
      `${data.schoolName} ya lo sabe y te escribirá para decirte cómo seguir. Hasta entonces no tienes que hacer nada.`,
    ],
  }),
};

const AGAIN: Record<MailData<"standing-changed">["outlook"], (data: MailData<"standing-changed">) => string> =
  {
    at_once: ({ partnerLabel }) =>
      `Puedes intentarlo otra vez en ${partnerLabel}: abre el curso desde tu página de progreso.`,
    arranged: () =>
      "Estamos gestionando un nuevo vale, por lo general en un minuto. Te escribimos cuando lo tengas.",
    used_up: ({ schoolName }) =>
      `Ya usaste los intentos incluidos. ${schoolName} está al tanto y te escribirá sobre otro intento.`,
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
    facts: [["Paso", place(data)]],
    action: { label: "Ver mi progreso", url: `${data.appUrl}/student/progress` },
  };
}

/** Tells that a partner was switched off, what else there is, and who answers. */
export function partnerUnavailable(data: MailData<"partner-unavailable">): MailContent {
  const { partnerLabel, courseName, alternatives, partnerSupport, supportEmail } = data;
  return {
    subject: `${partnerLabel} no está disponible por el momento`,
    preview: "Tu lugar está seguro. Tu escuela ya lo sabe.",
    heading: `${partnerLabel} no está disponible por el momento`,
    greet: data.name,
    paragraphs: [
      `${courseName} en ${partnerLabel} no se puede abrir por ahora. No es culpa tuya, tu lugar en ${data.programTitle} está seguro y ${data.schoolName} ya lo sabe.`,
      alternatives.length > 0
        ? `El mismo paso también se puede hacer con: ${alternatives.join("; ")}. Si prefieres cambiar, consulta a ${data.schoolName}.`
        : `Por el momento no hay otro curso para este paso. En cuanto ${partnerLabel} vuelva, puedes seguir donde te quedaste.`,
      [
        supportEmail
          ? `¿Preguntas? Escribe a ${data.schoolName}: ${supportEmail}.`
          : `¿Preguntas? Consulta a ${data.schoolName}.`,
        ...(partnerSupport ? [`${partnerLabel} responde en ${partnerSupport}.`] : []),
      ].join(" "),
    ],
    facts: [["Paso", place(data)]],
    action: { label: "Ver cómo va todo", url: `${data.appUrl}/student/progress` },
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
  return step === undefined || steps === undefined ? courseName : `${step} de ${steps}: ${courseName}`;
}
