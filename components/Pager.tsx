import { PlainLink } from "#components/PlainLink.tsx";

/** Leads to the pages before and after; draws nothing when there is only one. `hrefOf` gives the address of a page. */
export function Pager(props: { page: number; hasNext: boolean; hrefOf: (page: number) => string }) {
  if (props.page === 1 && !props.hasNext) return null;
  return (
    <nav aria-label="Pages" className="mt-6 flex flex-wrap items-center gap-4">
      {props.page > 1 ? (
        <PlainLink className="button button-small" href={props.hrefOf(props.page - 1)}>
          Previous page
        </PlainLink>
      ) : null}
      <span className="figures text-ink-soft">Page {props.page}</span>
      {props.hasNext ? (
        <PlainLink className="button button-small" href={props.hrefOf(props.page + 1)}>
          Next page
        </PlainLink>
      ) : null}
    </nav>
  );
}
