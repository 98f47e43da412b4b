import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import { partnersOf, ProgramLine } from "#components/ProgramLine.tsx";
import { useSay } from "#components/use-say.ts";
import { useLanguage } from "#components/use-language.ts";
import type { Program } from "#lib/db/reads/programs.ts";
import { categoryName, programLength } from "#lib/domain/catalogue-words.ts";
import { priceOf } from "#lib/domain/money.ts";

/** Draws one program as a row of the departure board: where it leads, through whom, how long, for how much. */
export function ProgramRow({ program }: { program: Program }) {
  const t = useTranslations("catalogue");
  const language = useLanguage();
  const say = useSay();
  const facts = [categoryName(program.category), programLength(program)].flatMap((fact) =>
    fact ? [say(fact)] : [],
  );
  const price = say(priceOf(program.price.cents, program.currency));
  const road =
    program.path.length > 0 ? t("via", { partners: partnersOf(program.path, language) }) : t("pathToCome");
  return (
    <li className="relative grid gap-x-6 gap-y-2 px-5 py-4 hover:bg-ground sm:grid-cols-[minmax(0,1fr)_11rem_6.5rem] sm:items-center">
      <div>
        <h2 className="text-lg">
          <PlainLink
            href={`/programs/${program.slug}`}
            className="static! no-underline after:absolute after:inset-0 hover:underline"
          >
            {program.title}
          </PlainLink>
        </h2>
        <p className="text-ink-soft">{[...facts, road].join(" · ")}</p>
      </div>
      <ProgramLine path={program.path} />
      <p className="figures flex justify-between gap-3 font-bold sm:block sm:text-right">
        {program.price.isFrom ? t("fromPrice", { amount: price }) : price}
        {program.notForSale ? <span className="block font-normal text-ink-soft">{t("notOpen")}</span> : null}
      </p>
    </li>
  );
}
