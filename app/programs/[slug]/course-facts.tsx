import { PartnerName } from "#components/PartnerName.tsx";
import type { ProgramOption } from "#lib/db/reads/program-paths.ts";
import { credentialLabel, inAList } from "#lib/domain/catalogue-words.ts";
import { isTeachable } from "#lib/domain/for-sale.ts";

/** Says who teaches a course, how, how long, and what comes of it. */
export function CourseFacts({ option }: { option: ProgramOption }) {
  const { course, partner } = option;
  const facts = [
    partner.delivery,
    course.hours === null ? "" : `${course.hours.toLocaleString("en-US")} hours`,
    course.level ?? "",
    option.required ? "" : "Optional",
  ].filter(Boolean);
  return (
    <span className="block text-ink-soft">
      <span className="block">
        via <PartnerName slug={partner.slug} name={partner.name} />
        {facts.length > 0 ? ` · ${facts.join(" · ")}` : ""}
      </span>
      {course.credentialType ? (
        <span className="block">Earns: {credentialLabel(course.credentialType)}</span>
      ) : null}
      {course.description ? <span className="block max-w-[65ch]">{course.description}</span> : null}
      {course.includes.length > 0 ? (
        <span className="block">Includes: {inAList(course.includes)}</span>
      ) : null}
      {isTeachable(option) ? null : (
        <span className="block font-semibold text-ink">Not taking new students at the moment</span>
      )}
    </span>
  );
}
