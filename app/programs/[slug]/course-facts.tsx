import { useTranslations } from "next-intl";
import { useOptionWords } from "#app/programs/[slug]/use-option-words.ts";
import { PartnerName } from "#components/PartnerName.tsx";
import { useLanguage } from "#components/use-language.ts";
import { useSay } from "#components/use-say.ts";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import { credentialName, levelName } from "#lib/domain/catalogue-words.ts";
import { formatName } from "#lib/domain/delivery-format.ts";
import { isTeachable } from "#lib/domain/for-sale.ts";
import { sayList } from "#lib/domain/sentence.ts";

/** Says who teaches a course, how, how long, and what comes of it; `price` where it has one of its own. */
export function CourseFacts(props: { option: ProgramOption; price?: string }) {
  const { option } = props;
  const t = useTranslations("program");
  const say = useSay();
  const language = useLanguage();
  const { course, partner } = option;
  const words = useOptionWords();
  const start = words.nextStart(option);
  const facts = [
    say(formatName(course.format)),
    course.hours === null ? "" : t("hours", { hours: course.hours }),
    course.level ? say(levelName(course.level)) : "",
    words.rating(option) ?? "",
    option.required ? "" : t("optional"),
  ].filter(Boolean);
  return (
    <span className="block text-ink-soft">
      <span className="block">
        {t.rich("via", { partner: () => <PartnerName slug={partner.slug} name={partner.name} /> })}
        {facts.length > 0 ? ` · ${facts.join(" · ")}` : ""}
      </span>
      {props.price ? <span className="figures block font-semibold text-ink">{props.price}</span> : null}
      {partner.delivery ? <span className="block">{partner.delivery}</span> : null}
      {start ? <span className="block">{t("startsOn", { day: start })}</span> : null}
      {course.credentialType ? (
        <span className="block">
          {t("earns", { credential: say(credentialName(course.credentialType)) })}
        </span>
      ) : null}
      {course.description ? <span className="block max-w-[65ch]">{course.description}</span> : null}
      {course.includes.length > 0 ? (
        <span className="block">{t("includes", { courses: sayList(course.includes, language) })}</span>
      ) : null}
      {isTeachable(option) ? null : <span className="block font-semibold text-ink">{t("closed")}</span>}
    </span>
  );
}
