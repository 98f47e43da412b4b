import { useTranslations } from "next-intl";
import { FilterForm } from "#app/programs/filter-form.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { useSay } from "#components/use-say.ts";
import type { ProgramChoices } from "#lib/db/reads/program-choices.ts";
import { categoryName } from "#lib/domain/catalogue-words.ts";
import { formatName } from "#lib/domain/delivery-format.ts";
import {
  LENGTHS,
  lengthName,
  PRICE_RANGES,
  priceRangeName,
  SORTS,
  type Length,
  type PriceRange,
  type ProgramFilter,
} from "#lib/domain/program-filter.ts";

/** Offers every way to narrow and order the catalogue. The address carries the answer; without scripts a button sends it. */
export function ProgramFilterForm({ filter, choices }: { filter: ProgramFilter; choices: ProgramChoices }) {
  const t = useTranslations("catalogue");
  return (
    <FilterForm action="/programs" label={t("find")}>
      <label className="col-span-2 grid gap-1 lg:col-span-1">
        <span className="font-semibold">{t("search")}</span>
        <input
          type="search"
          name="q"
          className="field"
          maxLength={100}
          defaultValue={filter.words.join(" ")}
          placeholder={t("searchIn")}
        />
      </label>
      <Choices filter={filter} choices={choices} />
      <label className="grid min-w-0 gap-1">
        <span className="font-semibold">{t("sortBy")}</span>
        <select name="sort" className="field" defaultValue={filter.sort === "open" ? "" : filter.sort}>
          {SORTS.map((sort) => (
            <option key={sort} value={sort === "open" ? "" : sort}>
              {t(`sort.${sort}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="col-span-2 flex flex-wrap gap-3 lg:col-span-1">
        <button type="submit" className="button button-small">
          {t("show")}
        </button>
        <PlainLink href="/programs" className="button button-small">
          {t("clear")}
        </PlainLink>
      </div>
    </FilterForm>
  );
}

function Choices({ filter, choices }: { filter: ProgramFilter; choices: ProgramChoices }) {
  const t = useTranslations("catalogue");
  const say = useSay();
  return (
    <>
      <Choice
        name="category"
        label={t("category")}
        value={filter.category}
        options={choices.categories.map((value) => ({ value, label: say(categoryName(value)) }))}
      />
      <Choice
        name="price"
        label={t("price")}
        value={filter.price}
        options={(Object.keys(PRICE_RANGES) as PriceRange[]).map((value) => ({
          value,
          label: say(priceRangeName(value)),
        }))}
      />
      <Choice
        name="length"
        label={t("length")}
        value={filter.length}
        options={(Object.keys(LENGTHS) as Length[]).map((value) => ({
          value,
          label: say(lengthName(value)),
        }))}
      />
      <Choice
        name="partner"
        label={t("partner")}
        value={filter.partner}
        options={choices.partners.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <Choice
        name="format"
        label={t("format")}
        value={filter.format}
        options={choices.formats.map((value) => ({ value, label: say(formatName(value)) }))}
      />
    </>
  );
}

function Choice(props: {
  name: string;
  label: string;
  value: string | null;
  options: { value: string; label: string }[];
}) {
  const t = useTranslations("catalogue");
  return (
    <label className="grid min-w-0 gap-1">
      <span className="font-semibold">{props.label}</span>
      <select name={props.name} className="field" defaultValue={props.value ?? ""}>
        <option value="">{t("any")}</option>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
