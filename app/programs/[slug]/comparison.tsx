import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PartnerName } from "#components/PartnerName.tsx";
import { useLanguage } from "#components/use-language.ts";
import { useOptionPrice } from "#app/programs/[slug]/use-option-price.ts";
import { useOptionWords } from "#app/programs/[slug]/use-option-words.ts";
import { useSay } from "#components/use-say.ts";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import type { Program } from "#lib/db/reads/programs.ts";
import { credentialName } from "#lib/domain/catalogue-words.ts";
import { formatName } from "#lib/domain/delivery-format.ts";
import { isTeachable } from "#lib/domain/for-sale.ts";
import { sayList } from "#lib/domain/sentence.ts";

interface Fact {
  key: string;
  label: string;
  tell: (option: ProgramOption) => ReactNode;
}

/** Sets the options of one position side by side; on a phone the table is swiped, with the names of the facts staying. */
export function Comparison(props: { program: Program; number: number; options: readonly ProgramOption[] }) {
  const t = useTranslations("program");
  const { options } = props;
  const facts = useFacts(props.program).filter(({ tell }) => options.some((option) => tell(option) !== null));
  const label = t("comparisonOf", { number: props.number });
  return (
    <details className="mt-4">
      <summary className="link-button w-fit">{t("compare")}</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <section aria-label={label} tabIndex={0} className="table-frame mt-3">
        <table className="table comparison">
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t("partner")}</th>
              {options.map(({ optionId, partner }) => (
                <th key={optionId} scope="col">
                  <PartnerName slug={partner.slug} name={partner.name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.map(({ key, label: name, tell }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {options.map((option) => (
                  <td key={option.optionId}>{tell(option) ?? t("notStated")}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** The facts in the order of the table; null where an option says nothing of one. */
function useFacts(program: Program): Fact[] {
  const t = useTranslations("program");
  const say = useSay();
  const language = useLanguage();
  const price = useOptionPrice(program);
  const words = useOptionWords();
  return [
    { key: "course", label: t("course"), tell: ({ course }) => course.name },
    { key: "price", label: t("price"), tell: price },
    { key: "format", label: t("format"), tell: ({ course }) => say(formatName(course.format)) },
    { key: "delivery", label: t("howTaught"), tell: ({ partner }) => partner.delivery || null },
    {
      key: "hours",
      label: t("length"),
      tell: ({ course }) => (course.hours === null ? null : t("hours", { hours: course.hours })),
    },
    {
      key: "earns",
      label: t("earn"),
      tell: ({ course }) => (course.credentialType ? say(credentialName(course.credentialType)) : null),
    },
    { key: "rating", label: t("rating"), tell: words.rating },
    { key: "start", label: t("nextStart"), tell: words.nextStart },
    {
      key: "includes",
      label: t("alongWith"),
      tell: ({ course }) => (course.includes.length > 0 ? sayList(course.includes, language) : null),
    },
    {
      key: "open",
      label: t("enrollment"),
      tell: (option) => (isTeachable(option) ? t("open") : t("closed")),
    },
  ];
}
