import { FilterForm } from "#app/programs/filter-form.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import type { ProgramChoices } from "#lib/db/reads/program-choices.ts";
import { categoryLabel } from "#lib/domain/catalogue-words.ts";
import { LENGTHS, PRICE_RANGES, SORTS, type ProgramFilter } from "#lib/domain/program-filter.ts";

/** Offers every way to narrow and order the catalogue. The address carries the answer; without scripts a button sends it. */
export function ProgramFilterForm({ filter, choices }: { filter: ProgramFilter; choices: ProgramChoices }) {
  const labelled = (table: Record<string, { label: string }>) =>
    Object.entries(table).map(([value, { label }]) => ({ value, label }));
  return (
    <FilterForm action="/programs" label="Find a program">
      <label className="col-span-2 grid gap-1 lg:col-span-1">
        <span className="font-semibold">Search</span>
        <input
          type="search"
          name="q"
          className="field"
          maxLength={100}
          defaultValue={filter.words.join(" ")}
          placeholder="Title, course or partner"
        />
      </label>
      <Choice
        name="category"
        label="Category"
        value={filter.category}
        options={choices.categories.map((value) => ({ value, label: categoryLabel(value) }))}
      />
      <Choice name="price" label="Price" value={filter.price} options={labelled(PRICE_RANGES)} />
      <Choice name="length" label="Length" value={filter.length} options={labelled(LENGTHS)} />
      <Choice
        name="partner"
        label="Partner"
        value={filter.partner}
        options={choices.partners.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <Choice
        name="format"
        label="Format"
        value={filter.format}
        options={choices.formats.map((value) => ({ value, label: value }))}
      />
      <label className="grid min-w-0 gap-1">
        <span className="font-semibold">Sort by</span>
        <select name="sort" className="field" defaultValue={filter.sort === "open" ? "" : filter.sort}>
          {Object.entries(SORTS).map(([value, label]) => (
            <option key={value} value={value === "open" ? "" : value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className="col-span-2 flex flex-wrap gap-3 lg:col-span-1">
        <button type="submit" className="button button-small">
          Show programs
        </button>
        <PlainLink href="/programs" className="button button-small">
          Clear
        </PlainLink>
      </div>
    </FilterForm>
  );
}

function Choice(props: {
  name: string;
  label: string;
  value: string | null;
  options: { value: string; label: string }[];
}) {
  return (
    <label className="grid min-w-0 gap-1">
      <span className="font-semibold">{props.label}</span>
      <select name={props.name} className="field" defaultValue={props.value ?? ""}>
        <option value="">Any</option>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
