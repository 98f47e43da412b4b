import { useTranslations } from "next-intl";
import { ProgressBar } from "#components/ProgressBar.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { companionWords } from "#lib/domain/companion-words.ts";

interface CompanionCourse {
  id: string;
  courseName: string;
  status: string;
  progress: number;
}

/** Lists the courses that belong to a step's course, each with its progress; draws nothing where there are none. */
export function Companions(props: {
  companions: readonly CompanionCourse[];
  partner: { slug: string; name: string };
}) {
  const t = useTranslations("enrollment");
  const { companions, partner } = props;
  if (companions.length === 0) return null;
  return (
    <section aria-label={t("includedAt", { partner: partner.name })} className="mt-4 max-w-xl">
      <h4 className="font-bold">{t("included")}</h4>
      <ul className="mt-2 grid gap-3">
        {companions.map((companion) => (
          <li key={companion.id}>
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              {companion.courseName}
              <StatusTag {...companionWords(companion.status)} />
            </p>
            {companion.status === "active" ? (
              <ProgressBar
                label={t("progressIn", { title: companion.courseName })}
                percent={companion.progress}
                partner={partner.slug}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
