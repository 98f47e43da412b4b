import { Field } from "#components/Field.tsx";
import type { AdminSession } from "#lib/db/reads/admin-sessions.ts";
import { timeZones } from "#lib/domain/time-zone.ts";
import { wallTime } from "#lib/domain/wall-time.ts";

/** The fields of a date; `session` is the one that is edited, null for a new one. */
export function SessionFields({ session, timeZone }: { session: AdminSession | null; timeZone: string }) {
  const zone = session?.timeZone ?? timeZone;
  return (
    <>
      <Moment name="startsAt" label="Begin" initial={session && wallTime(session.startsAt, zone)} />
      <Moment name="endsAt" label="End" initial={session && wallTime(session.endsAt, zone)} />
      <div className="grid gap-1.5">
        <label htmlFor="timeZone" className="font-semibold">
          Time zone
        </label>
        <p id="timeZone-hint" className="text-ink-soft">
          Where it takes place: begin and end are told in it.
        </p>
        <select
          id="timeZone"
          name="timeZone"
          className="field"
          defaultValue={zone}
          aria-describedby="timeZone-hint"
        >
          {timeZones().map((name) => (
            <option key={name} value={name}>
              {name.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </div>
      <Field name="capacity" label="Seats" required defaultValue={String(session?.capacity ?? 12)} />
      <Field
        name="place"
        label="Place"
        hint="Address and room, as students find it. Stays empty for an online date."
        maxLength={300}
        defaultValue={session?.place}
      />
      <Field
        name="link"
        label="Link"
        hint="Of an online date, beginning with https://. Only those who booked see it."
        maxLength={1000}
        defaultValue={session?.link ?? undefined}
      />
      <label className="flex items-baseline gap-2">
        <input type="checkbox" name="active" value="yes" defaultChecked={session?.active ?? true} />
        On offer: students can choose it
      </label>
    </>
  );
}

function Moment(props: { name: string; label: string; initial: string | null }) {
  return (
    <label className="grid gap-1.5">
      <span className="font-semibold">{props.label}</span>
      <input
        type="datetime-local"
        name={props.name}
        className="field"
        defaultValue={props.initial ?? undefined}
        required
      />
    </label>
  );
}
