/** How a course is taught, as `partner_courses.delivery_format` says it. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

export const DELIVERY_FORMATS = ["online", "live_online", "hybrid", "in_person"] as const;

export type DeliveryFormat = (typeof DELIVERY_FORMATS)[number];

const NAMES: Record<DeliveryFormat, Sentence> = {
  online: sentence("format.online"),
  live_online: sentence("format.liveOnline"),
  hybrid: sentence("format.hybrid"),
  in_person: sentence("format.inPerson"),
};

/** Names a format in a few words. */
export function formatName(format: DeliveryFormat): Sentence {
  return NAMES[format];
}

/** Reads a format; null for a word that is none. */
export function readFormat(text: string): DeliveryFormat | null {
  return DELIVERY_FORMATS.find((format) => format === text) ?? null;
}
