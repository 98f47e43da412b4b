import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { useSay } from "#components/use-say.ts";
import { applicationWords } from "#lib/domain/application.ts";

/** Lists what the person applied for, each with how it stands. */
export function MyApplications(props: {
  applications: readonly { publicId: string; programTitle: string; status: string }[];
}) {
  const t = useTranslations("apply");
  const say = useSay();
  return (
    <section aria-labelledby="mine" className="mt-12">
      <h2 id="mine">{t("mine")}</h2>
      <ul className="card mt-4 divide-y divide-edge">
        {props.applications.map(({ publicId, programTitle, status }) => {
          const { label, tone } = applicationWords(status);
          return (
            <li key={publicId} className="flex flex-wrap items-center justify-between gap-3 px-5 py-4">
              <PlainLink href={`/apply/${publicId}`}>{programTitle}</PlainLink>
              <StatusTag label={say(label)} tone={tone} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
