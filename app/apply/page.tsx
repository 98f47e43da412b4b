import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApplyForm } from "#app/apply/apply-form.tsx";
import { MyApplications } from "#app/apply/my-applications.tsx";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { listApplicationPrograms, listMyApplications } from "#lib/db/reads/applications.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apply");
  return { title: t("title") };
}

export default async function ApplyPage(props: PageQuery) {
  const viewer = await findCurrentViewer();
  const slug = (await props.searchParams)["program"];
  const t = await getTranslations("apply");
  const { programs, mine } = await readAs(viewer?.claims ?? null, async (tx) => ({
    programs: await listApplicationPrograms(tx),
    mine: viewer ? await listMyApplications(tx) : [],
  }));
  const known = {
    programId: programs.find((program) => program.slug === slug)?.id ?? "",
    fullName: viewer?.fullName ?? "",
    email: viewer?.email ?? "",
  };
  return (
    <div className="max-w-xl">
      <h1>{t("title")}</h1>
      <p className="mt-4 text-ink-soft">{t("lead")}</p>
      <div className="mt-6">
        <ForBrowser rooms={["apply"]}>
          <ApplyForm programs={programs} known={known} />
        </ForBrowser>
      </div>
      {mine.length > 0 ? <MyApplications applications={mine} /> : null}
    </div>
  );
}
