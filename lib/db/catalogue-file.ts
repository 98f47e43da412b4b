/** The files that the sample catalogue comes from: what is in them, checked. */
import { z } from "zod";
import { DELIVERY_FORMATS, type DeliveryFormat } from "#lib/domain/delivery-format.ts";

const cents = z.int().min(0);

const provider = z.object({
  slug: z.string(),
  name: z.string(),
  about: z.string(),
  deliveryDescription: z.string(),
  specials: z.array(z.string()),
});

const course = z.object({
  provider: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  hours: z.number().nullable(),
  level: z.string().nullable(),
  credentialType: z.string().nullable(),
  wholesaleCents: cents.nullable(),
  retailCents: cents.nullable(),
  assumed: z.boolean().optional(),
});

const program = z.object({
  slug: z.string(),
  title: z.string(),
  category: z.string(),
  hours: z.int().nullable(),
  weeks: z.int().nullable(),
  fundingTags: z.array(z.string()),
  priceCents: cents,
  priceAssumed: z.boolean(),
  duplicateOf: z.string().nullable(),
  steps: z.array(
    z.object({
      sequence: z.int().min(1),
      required: z.boolean(),
      provider: z.string(),
      course: z.string(),
      courseAssumed: z.boolean().optional(),
      /** What this option adds to the program's price. */
      surchargeCents: cents.optional(),
    }),
  ),
  /** Addresses that lead to this program too. */
  aliases: z.array(z.string()).optional(),
});

/** A course and the courses of the same provider that must be taken along with it, by code. */
const requirement = z.object({
  provider: z.string(),
  course: z.string(),
  requires: z.array(z.string()).min(1),
});

/** How a provider teaches all its courses, or those of one kind. */
const deliveryFormat = z.object({
  provider: z.string(),
  kind: z.string().optional(),
  format: z.enum(DELIVERY_FORMATS),
});

const sampleSchema = z.object({
  providers: z.array(provider),
  courses: z.array(course),
  programs: z.array(program),
});

const demoSchema = z.object({
  providers: z.array(provider).default([]),
  courses: z.array(course).default([]),
  programs: z.array(program),
  requirements: z.array(requirement),
  deliveryFormats: z.array(deliveryFormat).default([]),
});

/** What is sold and by whom it is taught. Money in cents. */
export interface Catalogue {
  providers: z.output<typeof provider>[];
  courses: (z.output<typeof course> & { deliveryFormat: DeliveryFormat })[];
  /** `demo`: one of our own for trying things out. */
  programs: (z.output<typeof program> & { demo: boolean })[];
  requirements: z.output<typeof requirement>[];
}

/** Reads the text of the sample catalogue. Throws ZodError naming what does not fit. */
export function parseCatalogue(text: string): Catalogue {
  const { programs, courses, providers } = sampleSchema.parse(JSON.parse(text));
  return {
    providers,
    courses: courses.map((each) => ({ ...each, deliveryFormat: "online" })),
    programs: programs.map((each) => Object.assign(each, { demo: false })),
    requirements: [],
  };
}

/** Adds what the text of a file of demo programs, and of partners that joined later, says to a catalogue. Throws ZodError naming what does not fit. */
export function withDemoPrograms(catalogue: Catalogue, text: string): Catalogue {
  const { providers, courses, programs, requirements, deliveryFormats } = demoSchema.parse(JSON.parse(text));
  const later = courses.map((each) => ({ ...each, deliveryFormat: "online" as const }));
  return {
    providers: [...catalogue.providers, ...providers],
    courses: [...catalogue.courses, ...later].map((each) => ({
      ...each,
      deliveryFormat: formatOf(each, deliveryFormats) ?? each.deliveryFormat,
    })),
    programs: [...catalogue.programs, ...programs.map((each) => Object.assign(each, { demo: true }))],
    requirements: [...catalogue.requirements, ...requirements],
  };
}

/** What is said of the course's kind counts more than what is said of its provider. */
function formatOf(
  { provider: slug, kind }: { provider: string; kind: string },
  formats: readonly z.output<typeof deliveryFormat>[],
): DeliveryFormat | undefined {
  const said = formats.filter((each) => each.provider === slug);
  return (said.find((each) => each.kind === kind) ?? said.find((each) => each.kind === undefined))?.format;
}
