import type { CallStretch } from "#lib/db/reads/admin-partners.ts";
import { speedWords } from "#lib/domain/call-figures.ts";
import { clockTime } from "#lib/domain/relative-time.ts";

/** Draws the calls of an hour, five minutes a line: how many as a bar and a number, how many failed, how fast. */
export function CallsTable({ stretches, timeZone }: { stretches: readonly CallStretch[]; timeZone: string }) {
  if (stretches.length === 0) return <p className="mt-2 text-ink-soft">Nobody asked it.</p>;
  const most = Math.max(...stretches.map(({ calls }) => calls));
  return (
    <div className="card mt-3">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Calls</th>
            <th scope="col">Errors</th>
            <th scope="col">Speed</th>
            <th scope="col" className="hidden sm:table-cell">
              Slowest
            </th>
          </tr>
        </thead>
        <tbody>
          {stretches.map((stretch) => (
            <tr key={stretch.since.toISOString()}>
              <td className="whitespace-nowrap">
                <time dateTime={stretch.since.toISOString()}>{clockTime(stretch.since, timeZone)}</time>
              </td>
              <td className="w-2/5">
                <div className="grid items-center gap-x-3 sm:grid-cols-[3rem_minmax(0,1fr)]">
                  <span className="sm:text-right">{stretch.calls.toLocaleString("en-US")}</span>
                  <progress className="progress" aria-label="Calls" max={most} value={stretch.calls} />
                </div>
              </td>
              <td className={stretch.errors > 0 ? "font-bold" : ""}>
                {stretch.errors.toLocaleString("en-US")}
              </td>
              <td>{speedWords(stretch)}</td>
              <td className="hidden sm:table-cell">{stretch.msMax.toLocaleString("en-US")} ms</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
