/** Services ordered at NDS: an appointment, then a result that is NDS's affair, and perhaps a requirement that is met. */
import { html, type Html } from "#sandbox/html.ts";
import { InvalidCallError, required } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { Office, SpecialAct, Specials } from "#sandbox/partners/specials.ts";

const SITE = "NDS Collection Site, 12 Main Street";

/** What NDS knows of an order. The result is never anybody else's business, yet its API carries it. */
export interface Order {
  appointment: { startsAt: string; site: string } | null;
  result: { outcome: "NEGATIVE" | "POSITIVE"; specimen: string } | null;
  /** `YYYY-MM-DD`. */
  requirementMetOn: string | null;
}

const PREFIX = "ORD";
const NEW_ORDER: Order = { appointment: null, result: null, requirementMetOn: null };

/** The beginning of ids: orders and trainings are told apart by it. */
export function prefixOf(kind: "account" | "enrollment", input?: Readonly<Record<string, unknown>>): string {
  if (kind === "account") return "PER";
  return input?.["isService"] === true ? PREFIX : "TRN";
}

/** The order an enrollment stands for; null for a training. */
export function orderOf({ id, special }: Enrollment): Order | null {
  return id.startsWith(`${PREFIX}-`) ? ((special["order"] as Order | undefined) ?? NEW_ORDER) : null;
}

const bookAppointment: SpecialAct = {
  name: "book-appointment",
  label: "Book the appointment",
  by: "student",
  fields: (_enrollment, { now }) => [
    { name: "at", label: "When", type: "datetime-local", value: tomorrowAtTen(now) },
    { name: "site", label: "Where", type: "text", value: SITE },
  ],
  isOpen: isWaiting,
  perform(enrollment, input) {
    const at = required(input, "at");
    // A form's field has no zone: its time is UTC, as the page says.
    const startsAt = new Date(/T\d\d:\d\d$/.test(at) ? `${at}Z` : at);
    if (Number.isNaN(startsAt.getTime())) throw new InvalidCallError("at");
    const appointment = { startsAt: startsAt.toISOString(), site: required(input, "site") };
    return { enrollment: withOrder(enrollment, { appointment }), events: ["appointment.booked"] };
  },
};

const meetRequirement: SpecialAct = {
  name: "meet-requirement",
  label: "Requirement met",
  by: "office",
  isOpen: isWaiting,
  perform: (enrollment, _input, { now }) => ({
    enrollment: {
      ...withOrder(enrollment, met(now)),
      status: "completed",
      progress: 100,
      completedAt: now.toISOString(),
    },
    events: ["requirement.met"],
  }),
};

/** A result came in, and the requirement is not met: of the order nothing is different. */
const missRequirement: SpecialAct = {
  name: "miss-requirement",
  label: "Result came in, requirement not met",
  by: "office",
  isOpen: isWaiting,
  perform: (enrollment) => ({
    enrollment: withOrder(enrollment, { result: { outcome: "POSITIVE", specimen: "SPC-88172" } }),
    events: ["order.updated"],
  }),
};

export const ndsSpecials: Specials = {
  begin(enrollment) {
    const order = orderOf(enrollment);
    return order ? { ...enrollment, lessons: [], exam: "passed", special: { order } } : enrollment;
  },
  holdAt(enrollment) {
    const order = orderOf(enrollment);
    if (!order || enrollment.status !== "enrolled") return null;
    if (order.appointment === null) {
      return {
        title: "Make your appointment",
        text: "Choose when you come to the collection site.",
        isForOffice: true,
      };
    }
    const when = order.appointment.startsAt.replace("T", " ").slice(0, 16);
    const text = `${when} UTC, ${order.appointment.site}. You can still choose another time.`;
    return { title: "Your appointment", text, isForOffice: true };
  },
  settle: (enrollment, { now }) => (orderOf(enrollment) ? withOrder(enrollment, met(now)) : enrollment),
  acts: [bookAppointment, meetRequirement, missRequirement],
  panel: (enrollment): Html | null =>
    orderOf(enrollment) &&
    html`<p class="quiet">
      Your school is told on which day its requirement was met, and nothing else of this service.
    </p>`,
};

function isWaiting(enrollment: Enrollment, _office: Office): boolean {
  return orderOf(enrollment) !== null && enrollment.status === "enrolled";
}

function withOrder(enrollment: Enrollment, change: Partial<Order>): Enrollment {
  const order = { ...orderOf(enrollment), ...change };
  return { ...enrollment, special: { ...enrollment.special, order } };
}

function met(now: Date): Partial<Order> {
  return {
    result: { outcome: "NEGATIVE", specimen: "SPC-88171" },
    requirementMetOn: now.toISOString().slice(0, 10),
  };
}

/** As a form's field for local time writes it. */
function tomorrowAtTen(now: Date): string {
  const day = new Date(now.getTime() + 24 * 3600 * 1000).toISOString().slice(0, 10);
  return `${day}T10:00`;
}
