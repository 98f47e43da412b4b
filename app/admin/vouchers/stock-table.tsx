import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import type { VoucherStock } from "#lib/db/reads/admin-vouchers.ts";
import { VOUCHER_STATUSES, voucherKind, voucherWords } from "#lib/domain/voucher-words.ts";

/** Draws how many vouchers there are by partner, kind and course, and what became of them. */
export function StockTable({ stocks }: { stocks: readonly VoucherStock[] }) {
  return (
    // Wide figures scroll inside, for a keyboard too: the links can be focused.
    <div className="table-frame card mt-3">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Partner</th>
            <th scope="col">For</th>
            {VOUCHER_STATUSES.map((status) => (
              <th key={status} scope="col">
                <span className="block text-right">{voucherWords(status).label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stocks.map((stock) => (
            <tr key={`${stock.partner.slug} ${stock.kind} ${stock.courseName}`}>
              <td>
                <PlainLink href={`/admin/partners/${stock.partner.slug}`}>
                  <PartnerName {...stock.partner} />
                </PlainLink>
              </td>
              <td>
                {stock.courseName ?? "any course"}
                <span className="block text-ink-soft">{voucherKind(stock.kind)}</span>
              </td>
              {VOUCHER_STATUSES.map((status) => (
                <td key={status} className="text-right">
                  {stock[status].toLocaleString("en-US")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
