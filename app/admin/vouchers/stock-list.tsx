import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import type { VoucherStock } from "#lib/db/reads/admin-vouchers.ts";
import { VOUCHER_STATUSES, voucherKind, voucherWords } from "#lib/domain/voucher-words.ts";

/** Lists how many vouchers there are by partner, kind and course, and what became of them. */
export function StockList({ stocks }: { stocks: readonly VoucherStock[] }) {
  return (
    <ul aria-labelledby="stock" className="card mt-3 divide-y divide-edge">
      {stocks.map((stock) => (
        <li
          key={`${stock.partner.slug} ${stock.kind} ${stock.courseName}`}
          className="grid gap-x-8 gap-y-3 px-5 py-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,34rem)] lg:items-center"
        >
          <div>
            <h3>
              <PlainLink href={`/admin/partners/${stock.partner.slug}`}>
                <PartnerName {...stock.partner} />
              </PlainLink>
            </h3>
            <p className="text-ink-soft">
              {voucherKind(stock.kind)} · {stock.courseName ?? "any course"}
            </p>
          </div>
          <dl className="figures grid grid-cols-3 gap-x-4 gap-y-2 sm:grid-cols-5">
            {VOUCHER_STATUSES.map((status) => (
              <div key={status}>
                <dt className="text-[0.9375rem] text-ink-soft">{voucherWords(status).label}</dt>
                <dd className="font-semibold">{stock[status].toLocaleString("en-US")}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
