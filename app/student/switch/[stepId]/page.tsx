import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { z } from "zod";
import { getSay } from "#app/i18n/sayer.ts";
import type { PageParams } from "#app/page-props.ts";
import { OptionCard } from "#app/student/switch/[stepId]/option-card.tsx";
import { SwitchState } from "#app/student/switch/[stepId]/switch-state.tsx";
import { requireViewer, type Viewer } from "#app/viewer.ts";
import { LivePage } from "#components/LivePage.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { previewSwitch, StepNotFoundError } from "#lib/automation/preview-switch.ts";
import { findMySwitch, findProgramOfStep } from "#lib/db/reads/my-switch.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readStudentMark } from "#lib/db/reads/student-marks.ts";
import { webDatabase } from "#lib/db/web.ts";
import { SWITCH_AFTER_OPENING_DAYS, whyNoSwitch } from "#lib/domain/switch-plan.ts";
import { switchRefusalWords } from "#lib/domain/switch-words.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("switching");
  return { title: t("title") };
}

/** What switching the partner of one step would mean, and how far a switch is. */
export default async function SwitchPage(props: PageParams<{ stepId: string }>) {
  const { stepId } = await props.params;
  const viewer = await requireViewer(`/student/switch/${encodeURIComponent(stepId)}`);
  const mark = await readStudentMark(viewer.claims.sub);
  const { facts, previews, title, latest } = await readSwitch(viewer, stepId);
  const t = await getTranslations("switching");
  const say = await getSay();
  const partner = facts.from.partner.name;
  const refusal = whyNoSwitch(facts);
  return (
    <div className="grid max-w-3xl gap-6">
      <LivePage mark={mark} />
      <p>
        <PlainLink href="/student/progress">{t("back")}</PlainLink>
      </p>
      <header className="grid gap-2">
        <h1>{t("titleFrom", { partner })}</h1>
        <p className="text-ink-soft">{t("about", { title, course: facts.from.courseName })}</p>
      </header>
      {latest ? <SwitchState latest={latest} partner={partner} /> : null}
      {refusal && refusal !== "switching_already" ? (
        <Notice tone="quiet">{say(switchRefusalWords(refusal, partner))}</Notice>
      ) : null}
      <p className="max-w-[65ch]">{t("rule", { partner, days: SWITCH_AFTER_OPENING_DAYS })}</p>
      {refusal ? null : (
        <section aria-labelledby="others" className="grid gap-4">
          <h2 id="others">{t("others")}</h2>
          <p className="max-w-[65ch]">{t("order", { partner })}</p>
          {previews.length === 0 ? <p>{t("noOthers")}</p> : null}
          <ul className="grid gap-4">
            {previews.map((preview) => (
              <OptionCard key={preview.optionId} facts={facts} preview={preview} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

async function readSwitch({ claims }: Viewer, text: string) {
  const id = z.uuid().safeParse(text);
  if (!id.success) notFound();
  const stepId = id.data;
  try {
    const shown = await previewSwitch({ db: webDatabase() }, { claims, stepId });
    const latest = await readAs(claims, (tx) => findMySwitch(tx, stepId));
    const title = (await readAs(claims, (tx) => findProgramOfStep(tx, stepId))) ?? "";
    return { ...shown, latest, title };
  } catch (error) {
    if (error instanceof StepNotFoundError) notFound();
    throw error;
  }
}
