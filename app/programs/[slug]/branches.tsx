import { useTranslations } from "next-intl";
import { ENROLL_FORM } from "#app/programs/[slug]/enroll-form.ts";
import { Comparison } from "#app/programs/[slug]/comparison.tsx";
import { CourseFacts } from "#app/programs/[slug]/course-facts.tsx";
import { useOptionPrice } from "#app/programs/[slug]/use-option-price.ts";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import type { Program } from "#lib/db/reads/programs.ts";
import { choiceField } from "#lib/domain/choice-address.ts";
import { isTeachable } from "#lib/domain/for-sale.ts";
import { partnerColour } from "#lib/domain/partner-colour.ts";

interface BranchesProps {
  program: Program;
  number: number;
  options: readonly ProgramOption[];
  canChoose: boolean;
  /** Ids that the address names. */
  chosen: readonly string[];
}

/**
 * Draws the options of one position as branches of the line; the station on each is its radio button, and
 * belongs to the form that enrolls.
 */
export function Branches(props: BranchesProps) {
  const t = useTranslations("program");
  const price = useOptionPrice(props.program);
  const position = props.options[0]?.sequenceOrder ?? props.number;
  return (
    <fieldset className="min-w-0">
      <legend className="text-lg font-bold">{t("chooseTeacher", { number: props.number })}</legend>
      <div className="branches mt-4">
        {props.options.map((option) => (
          <label
            key={option.optionId}
            className={`branch ${partnerColour(option.partner.slug)} ${isTeachable(option) ? "cursor-pointer" : "branch-closed"}`}
          >
            <input
              type="radio"
              className="branch-radio"
              form={ENROLL_FORM}
              name={choiceField(position)}
              value={option.optionId}
              defaultChecked={isTeachable(option) && props.chosen.includes(option.optionId)}
              disabled={!isTeachable(option) || !props.canChoose}
              required={isTeachable(option)}
            />
            <span className="block min-w-0 pt-0.5">
              <span className="block font-bold">{option.course.name}</span>
              <CourseFacts option={option} price={price(option)} />
            </span>
          </label>
        ))}
      </div>
      <Comparison program={props.program} number={props.number} options={props.options} />
    </fieldset>
  );
}
