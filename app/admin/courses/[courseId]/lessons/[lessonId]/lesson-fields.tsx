import { TextArea } from "#app/admin/courses/text-area.tsx";
import { UploadField } from "#app/admin/courses/upload-field.tsx";
import { VideoFields } from "#app/admin/courses/video-fields.tsx";
import { Field } from "#components/Field.tsx";
import type { LessonToEdit } from "#lib/db/reads/own-courses.ts";
import type { LessonKind } from "#lib/domain/lesson.ts";

const MARKS =
  "# heading, ## smaller heading, - list, 1. numbered list, > quote, **strong**, *stress*, [words](https://…). An empty line ends a paragraph.";

/** The fields of a lesson, by its kind. */
export function LessonFields(props: { kind: LessonKind; lesson: LessonToEdit | null; questions: string }) {
  const { kind, lesson } = props;
  return (
    <>
      <input type="hidden" name="kind" value={kind} />
      <Field name="title" label="Title" required maxLength={200} defaultValue={lesson?.title} />
      {kind === "video" ? <VideoFields lesson={lesson} /> : null}
      {kind === "scorm" ? (
        <UploadField
          purpose="package"
          name="packageId"
          label="SCORM package"
          hint="A ZIP archive with imsmanifest.xml at its top: SCORM 1.2 or 2004, at most 300 MB."
          accept=".zip,application/zip"
          known={lesson?.packageId ? { id: lesson.packageId, title: lesson.packageTitle ?? "" } : null}
        />
      ) : null}
      <TextArea
        name="body"
        label={kind === "text" ? "Text" : "Introduction"}
        hint={MARKS}
        rows={kind === "text" ? 18 : 4}
        maxLength={25_000}
        defaultValue={lesson?.body ?? ""}
      />
      {kind === "quiz" ? <QuizFields lesson={lesson} questions={props.questions} /> : null}
    </>
  );
}

function QuizFields({ lesson, questions }: { lesson: LessonToEdit | null; questions: string }) {
  return (
    <>
      <TextArea
        name="questions"
        label="Questions"
        hint="An empty line between questions. Each choice on its own line: + before a right one, - before a wrong one. A line with ! says why, once the quiz is passed."
        rows={18}
        maxLength={25_000}
        defaultValue={questions || "What is asked?\n+ The right answer\n- Another answer\n! Why it is right."}
      />
      <Field
        name="passPercentage"
        label="Percent to pass"
        required
        defaultValue={String(lesson?.passPercentage ?? 80)}
      />
      <Field
        name="triesAllowed"
        label="Tries"
        hint="Empty: as many as they like."
        defaultValue={lesson?.triesAllowed == null ? undefined : String(lesson.triesAllowed)}
      />
    </>
  );
}
