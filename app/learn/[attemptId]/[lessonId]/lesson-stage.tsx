import { getTranslations } from "next-intl/server";
import { finishTextAction } from "#app/learn/[attemptId]/[lessonId]/actions.ts";
import { PackageLesson } from "#app/learn/package-lesson.tsx";
import { openForReading } from "#app/learn/open-for-reading.ts";
import { QuizLesson } from "#app/learn/[attemptId]/[lessonId]/quiz-lesson.tsx";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { LessonText } from "#app/learn/lesson-text.tsx";
import { VideoLesson } from "#app/learn/video-lesson.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import type { LessonToLearn } from "#lib/db/reads/learn.ts";
import type { LessonInList } from "#lib/domain/lesson.ts";

/** Draws what there is to do in one lesson, by its kind. */
export async function LessonStage(props: {
  address: { attemptId: string; lessonId: string };
  place: LessonInList;
  lesson: LessonToLearn;
  isRunning: boolean;
  timeZone: string;
}) {
  const { address, place, lesson, isRunning } = props;
  const t = await getTranslations("learn");
  const api = `/api/learn/${address.attemptId}/${address.lessonId}`;
  return (
    <>
      {lesson.body ? <LessonText source={lesson.body} /> : null}
      {place.kind === "text" && isRunning && !place.completed ? (
        <form action={finishTextAction}>
          <input type="hidden" name="attemptId" value={address.attemptId} />
          <input type="hidden" name="lessonId" value={address.lessonId} />
          <SubmitButton busy={t("saving")}>{t("readIt")}</SubmitButton>
        </form>
      ) : null}
      <ForBrowser rooms={["learn"]}>
        {lesson.video ? (
          <VideoLesson
            video={lesson.video}
            title={place.title}
            reportTo={isRunning && !place.completed ? `${api}/video` : null}
          />
        ) : null}
        {lesson.quiz ? (
          <QuizLesson address={address} quiz={lesson.quiz} place={place} isRunning={isRunning} />
        ) : null}
        {lesson.packageId ? (
          <PackageStage packageId={lesson.packageId} api={isRunning ? `${api}/package` : null} />
        ) : null}
      </ForBrowser>
    </>
  );
}

async function PackageStage({ packageId, api }: { packageId: string; api: string | null }) {
  const t = await getTranslations("learn");
  const opened = await openForReading(packageId);
  return opened ? (
    <PackageLesson {...opened} api={api} />
  ) : (
    <Notice tone="bad">
      <p>{t("noPackages")}</p>
    </Notice>
  );
}
