/** Spanish, for dates of courses and the seats at them. */
import { sessionTime } from "#lib/domain/session-time.ts";
import type { MailContent, MailData } from "#lib/mail/content.ts";

type Dated = Pick<MailData<"date-changed">, "courseName" | "startsAt" | "endsAt" | "timeZone" | "place">;

/** Says when and where, as facts of a mail. */
export function dateFacts(date: Dated): [label: string, value: string][] {
  return [
    ["Fecha", `${date.courseName}: ${when(date)}`],
    ["Lugar", date.place ?? "En línea: la dirección está en tus fechas"],
  ];
}

/** Tells that a booked date is at another time or place now. */
export function dateChanged(data: MailData<"date-changed">): MailContent {
  return {
    subject: `Tu fecha cambió: ${data.courseName}`,
    preview: `Ahora: ${when(data)}.`,
    heading: "Tu fecha cambió",
    greet: data.name,
    paragraphs: [
      `Hay novedades sobre tu fecha de ${data.courseName}. Tu lugar está seguro; así queda ahora.`,
      "Si no te conviene, avisa a tu escuela antes de esa fecha. En tus fechas la encuentras como archivo para tu calendario.",
    ],
    facts: dateFacts(data),
    action: { label: "Ver mis fechas", url: `${data.appUrl}/dates` },
  };
}

/** Tells that a date was canceled, or its seat gone before the payment came, and where to choose another one. */
export function dateLost(data: MailData<"date-lost">): MailContent {
  return {
    subject: `Elige otra fecha: ${data.courseName}`,
    preview: data.reason ? "Tu fecha se canceló." : "Cuando llegó tu pago, la fecha ya estaba completa.",
    heading: "Elige otra fecha",
    greet: data.name,
    paragraphs: [
      data.reason
        ? `Tu fecha de ${data.courseName}, ${when(data)}, se canceló: ${data.reason}. Lo sentimos.`
        : `Cuando llegó tu pago, el último lugar de ${data.courseName} (${when(data)}) acababa de ocuparse. Lo sentimos.`,
      `Tu pago vale para cualquier otra fecha del curso: elige la que te convenga. Si ninguna te sirve, escribe a ${data.schoolName}.`,
    ],
    action: { label: "Elegir otra fecha", url: `${data.appUrl}/dates` },
  };
}

function when(date: Dated): string {
  return sessionTime({ ...date, startsAt: new Date(date.startsAt), endsAt: new Date(date.endsAt) }, "es");
}
