import { TextArea } from "#app/admin/courses/text-area.tsx";
import { Field } from "#components/Field.tsx";
import type { CourseOffer, OwnCourseToEdit } from "#lib/db/reads/own-courses.ts";

/** The fields that make a course a program students can buy. */
export function OfferFields({ course, offer }: { course: OwnCourseToEdit; offer: CourseOffer | undefined }) {
  const suggested = course.code.replace(/-[0-9a-f]{6}$/, "").toLowerCase();
  return (
    <>
      <Field
        name="slug"
        label="Address"
        hint="The last part of its page’s address: small letters, digits, hyphens. Another address makes another program."
        required
        maxLength={100}
        defaultValue={offer?.slug ?? suggested}
      />
      <Field name="title" label="Title" required maxLength={200} defaultValue={offer?.title ?? course.name} />
      <TextArea
        name="description"
        label="Description on the program page"
        rows={3}
        maxLength={2000}
        defaultValue={offer?.description ?? course.description}
      />
      <Field
        name="category"
        label="Category"
        hint="Stays as it was first saved."
        required
        maxLength={100}
        defaultValue={offer?.category ?? "Our courses"}
      />
      <Field
        name="price"
        label="Price in US dollars"
        required
        maxLength={9}
        defaultValue={offer ? (offer.priceCents / 100).toFixed(2) : undefined}
      />
      <label className="flex items-baseline gap-3">
        <input
          type="checkbox"
          name="active"
          value="yes"
          defaultChecked={offer?.active ?? false}
          className="size-5 flex-none translate-y-1"
        />
        Students can buy it
      </label>
    </>
  );
}
