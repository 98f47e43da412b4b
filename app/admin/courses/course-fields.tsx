import { TextArea } from "#app/admin/courses/text-area.tsx";
import { Field } from "#components/Field.tsx";

/** The fields in which a course says what it is. */
export function CourseFields(props: { name?: string; description?: string; hours?: number | null }) {
  return (
    <>
      <Field name="name" label="Name" required maxLength={200} defaultValue={props.name} />
      <TextArea
        name="description"
        label="Description"
        hint="One or two sentences for students."
        rows={3}
        maxLength={2000}
        defaultValue={props.description ?? ""}
      />
      <Field
        name="hours"
        label="Hours"
        hint="About how long it takes. May stay empty."
        defaultValue={props.hours == null ? undefined : String(props.hours)}
      />
    </>
  );
}
