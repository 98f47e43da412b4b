import type { ReactNode } from "react";
import { NavTab } from "#components/NavTab.tsx";

interface SearchProps {
  path: string;
  search: string;
  searchLabel?: string;
  /** Answers that a new search keeps. */
  keep?: Record<string, string>;
}

type FrameProps = { title: string; children: ReactNode } & (SearchProps | { path?: never });

/** Draws what all pages for admins share: the title, the ways between them, and where there is a list a search in it. */
export function AdminFrame(props: FrameProps) {
  return (
    <>
      <h1>{props.title}</h1>
      <nav aria-label="Administration" className="mt-4 flex flex-wrap gap-x-5 border-b border-edge pb-2">
        <NavTab href="/admin">Open failures</NavTab>
        <NavTab href="/admin/alerts">Alerts</NavTab>
        <NavTab href="/admin/enrollments">Enrollments</NavTab>
        <NavTab href="/admin/steps">Steps</NavTab>
        <NavTab href="/admin/applications">Applications</NavTab>
        <NavTab href="/admin/partners">Partners</NavTab>
        <NavTab href="/admin/vouchers">Vouchers</NavTab>
        <NavTab href="/admin/courses">Courses</NavTab>
        <NavTab href="/admin/sessions">Dates</NavTab>
        <NavTab href="/admin/reviews">Reviews</NavTab>
        <NavTab href="/admin/mail">Mail</NavTab>
      </nav>
      {props.path === undefined ? null : <AdminSearch {...props} />}
      {props.children}
    </>
  );
}

/** Draws the search in an admin's list. */
export function AdminSearch(props: SearchProps) {
  return (
    <search className="mt-6 block">
      <form action={props.path} className="flex max-w-xl flex-wrap items-end gap-3">
        {Object.entries(props.keep ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label className="grid min-w-52 flex-1 gap-1">
          <span className="font-semibold">{props.searchLabel ?? "Student’s name or e-mail"}</span>
          <input type="search" name="q" className="field" defaultValue={props.search} maxLength={100} />
        </label>
        <button type="submit" className="button">
          Search
        </button>
      </form>
    </search>
  );
}
